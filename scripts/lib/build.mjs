import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow, hashOf } from './files.mjs'
import { CACHE, hasWebApp, inRoot, packageFolders, tool } from './paths.mjs'
import { runSteps } from './steps.mjs'

const STAMP = join(CACHE, 'build.json')
const SHARED = ['package-lock.json', 'tsconfig.base.json']

/** What is built, from which files, and a file that proves that it was. */
function targets() {
  const folders = packageFolders()
  const packages = {
    name: 'packages',
    inputs: inputsBelow(folders),
    outputs: folders.map((folder) => `${folder}/dist`),
    // TypeScript trusts its own notes: it would not write again what somebody deleted.
    step: (isComplete) => ({ name: 'build: packages', ...tool('tsc', ['-b', ...(isComplete ? [] : ['--force']), ...folders]) }),
  }
  const web = {
    name: 'web',
    inputs: inputsBelow([...folders, 'apps/web']),
    outputs: ['apps/web/dist'],
    step: () => ({ name: 'build: web', ...tool('vite', ['build']), cwd: inRoot('apps/web') }),
  }
  return hasWebApp() ? [packages, web] : [packages]
}

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
    if (!(await runSteps([target.step(isComplete)]))) return false
    stamps[target.name] = hash
    mkdirSync(CACHE, { recursive: true })
    writeFileSync(STAMP, JSON.stringify(stamps))
  }
  return true
}

function readStamps() {
  try {
    return JSON.parse(readFileSync(STAMP, 'utf8'))
  } catch {
    return {}
  }
}
