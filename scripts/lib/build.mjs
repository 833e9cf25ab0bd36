import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow, hashOf } from './files.mjs'
import { CACHE, hasWebApp, inRoot, packageFolders, tool } from './paths.mjs'
import { runSteps } from './steps.mjs'

const STAMP = join(CACHE, 'build.json')
const SHARED = ['package-lock.json', 'tsconfig.base.json']
/** How Vite is run. A NODE_ENV from outside, such as `test`, would leave code for development in the pages. */
const PAGES = { cwd: inRoot('apps/web'), env: { NODE_ENV: 'production' } }

/**
 * @typedef {{ name: string, inputs: string[], outputs: string[], steps: (isComplete: boolean) => import('./steps.mjs').Step[] }} Target
 */

/**
 * The targets of the build: their input files, and the folders that prove that they were built.
 * @returns {Target[]}
 */
function targets() {
  const folders = packageFolders()
  /** @type {Target} */
  const packages = {
    name: 'packages',
    inputs: inputsBelow([...folders, 'scripts/bundle.mjs']),
    outputs: folders.map((folder) => `${folder}/dist`),
    // TypeScript trusts its own notes: it does not write again what somebody deleted.
    steps: (isComplete) => [
      { name: 'build: packages', ...tool('tsc', ['-b', ...(isComplete ? [] : ['--force']), ...folders]) },
      { name: 'build: programs', after: 'build: packages', command: process.execPath, args: [inRoot('scripts/bundle.mjs')] },
    ],
  }
  /** @type {Target} */
  const web = {
    name: 'web',
    inputs: inputsBelow([...folders, 'apps/web']),
    outputs: ['apps/web/dist'],
    // The first of them empties the folder.
    steps: () => [
      { name: 'build: web', ...tool('vite', ['build']), ...PAGES },
      { name: 'build: guest', after: 'build: web', ...tool('vite', ['build', '-c', 'vite.guest.config.ts']), ...PAGES },
      { name: 'build: keepsake', after: 'build: web', ...tool('vite', ['build', '-c', 'vite.keepsake.config.ts']), ...PAGES },
    ],
  }
  /** @type {Target} */
  const fonts = {
    name: 'fonts',
    inputs: inputsBelow(['scripts/fonts.mjs']),
    outputs: ['packages/server/fonts'],
    steps: () => [{ name: 'build: fonts', command: process.execPath, args: [inRoot('scripts/fonts.mjs')] }],
  }
  return hasWebApp() ? [packages, fonts, web] : [packages, fonts]
}

/** @param {string[]} folders */
function inputsBelow(folders) {
  return filesBelow([...SHARED, ...folders]).filter((path) => !/(\.(test|e2e)\.tsx?|\.md|\.tsbuildinfo)$/.test(path))
}

/** Builds what is out of date and says so. @returns {Promise<boolean>} whether everything is built now */
export async function build() {
  const stamps = readStamps()
  for (const target of targets()) {
    const hash = hashOf(target.inputs)
    const isComplete = target.outputs.every((path) => existsSync(inRoot(path)))
    if (isComplete && stamps[target.name] === hash) {
      console.log(`✓ build: ${target.name} is up to date`)
      continue
    }
    if (!(await runSteps(target.steps(isComplete)))) return false
    stamps[target.name] = hash
    mkdirSync(CACHE, { recursive: true })
    writeFileSync(STAMP, JSON.stringify(stamps))
  }
  return true
}

/** @returns {Record<string, string>} hashes of the sources of what was built last, by target */
function readStamps() {
  try {
    return /** @type {Record<string, string>} */ (JSON.parse(readFileSync(STAMP, 'utf8')))
  } catch {
    return {}
  }
}
