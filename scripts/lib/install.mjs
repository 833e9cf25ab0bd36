import { existsSync, readFileSync } from 'node:fs'
import { inRoot, npm } from './paths.mjs'
import { withProgress } from './progress.mjs'
import { run } from './run.mjs'

const OLDEST_NODE = { major: 20, minor: 19 }

/** Ends with a plain sentence where Node.js is too old for the sources. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE.major || (major === OLDEST_NODE.major && minor >= OLDEST_NODE.minor)) return
  console.error(
    `Guestwall needs Node.js ${OLDEST_NODE.major}.${OLDEST_NODE.minor} or newer; this is ${process.version}. Get it from https://nodejs.org/`,
  )
  process.exit(1)
}

/** Why `node_modules` is not what package-lock.json asks for, or `null` when it is. */
export function whyInstall() {
  const installedPath = inRoot('node_modules/.package-lock.json')
  if (!existsSync(installedPath)) return 'node_modules is missing'
  const wanted = packagesOf(inRoot('package-lock.json'))
  const installed = packagesOf(installedPath)
  for (const [path, { version, optional, link }] of Object.entries(wanted)) {
    if (!path.startsWith('node_modules/')) continue
    const found = installed[path]
    const name = path.slice('node_modules/'.length)
    if (found === undefined) {
      // Packages for other platforms are never there.
      if (optional !== true) return `${name} is missing`
    } else if (link !== true && found.version !== version) return `${name} is ${found.version}, not ${version}`
  }
  return null
}

/** @typedef {{ packages: Record<string, { version: string, optional?: boolean, link?: boolean }> }} LockFile */

/**
 * The packages that a lock file lists, by their place.
 * @param {string} path
 */
function packagesOf(path) {
  return /** @type {LockFile} */ (JSON.parse(readFileSync(path, 'utf8'))).packages
}

/** Installs what package-lock.json names, exactly, when it is not there. Nothing of ours needs a package's install script. */
export async function ensureModules() {
  const reason = whyInstall()
  if (reason === null) return
  console.log(`Installing packages with npm ci: ${reason}.`)
  const { command, args } = npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'])
  const { ok, seconds } = await withProgress('npm ci', run(command, args, { show: true }))
  if (!ok) {
    console.error('npm ci failed: see its message above. It needs the package registry that npm is configured for.')
    process.exit(1)
  }
  console.log(`✓ packages ${seconds.toFixed(1)} s`)
}
