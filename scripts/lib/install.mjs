import { existsSync, readFileSync } from 'node:fs'
import { inRoot, npm } from './paths.mjs'
import { run } from './run.mjs'

const OLDEST_NODE = [20, 19]

/** Ends with a plain sentence where Node.js is too old for the sources. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  console.error(`Guestwall needs Node.js ${OLDEST_NODE.join('.')} or newer; this is ${process.version}. Get it from https://nodejs.org/`)
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

function packagesOf(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages
}

/** Installs what package-lock.json names, exactly, when it is not there. Nothing of ours needs a package's install script. */
export async function ensureModules() {
  const reason = whyInstall()
  if (reason === null) return
  console.log(`Installing packages with npm ci: ${reason}.`)
  const { command, args } = npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'])
  const { ok, seconds } = await run(command, args, { show: true })
  if (!ok) {
    console.error('npm ci failed: see its message above. It needs the package registry that npm is configured for.')
    process.exit(1)
  }
  console.log(`✓ packages ${seconds.toFixed(1)} s`)
}
