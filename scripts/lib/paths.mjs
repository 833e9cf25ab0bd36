import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * An absolute path in the repository.
 * @param {...string} parts
 */
export function inRoot(...parts) {
  return join(ROOT, ...parts)
}

/** The folder for results that scripts keep between runs; safe to delete. */
export const CACHE = inRoot('.cache')

/** The package that brings each tool. */
const PACKAGE_OF = {
  tsc: 'typescript',
  oxlint: 'oxlint',
  biome: '@biomejs/biome',
  vitest: 'vitest',
  vite: 'vite',
  'size-limit': 'size-limit',
  depcruise: 'dependency-cruiser',
  knip: 'knip',
  'action-validator': '@action-validator/cli',
}

/**
 * The command line of an installed tool: this Node.js with the script that the tool's package names. The links that npm makes for tools are
 * shell scripts on Windows, which cannot be run without a shell.
 * @param {keyof typeof PACKAGE_OF} name
 * @param {readonly string[]} args
 * @returns {{ command: string, args: string[] }}
 */
export function tool(name, args) {
  const folder = inRoot('node_modules', PACKAGE_OF[name])
  const { bin } = /** @type {{ bin: string | Record<string, string> }} */ (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
  return { command: process.execPath, args: [join(folder, (typeof bin === 'string' ? bin : bin[name]) ?? ''), ...args] }
}

const NPM_SCRIPTS = ['.', '../lib'].map((folder) => join(dirname(process.execPath), folder, 'node_modules/npm/bin/npm-cli.js'))

/**
 * npm's command line, with this Node.js. npm tells its scripts where it is; otherwise it lies beside Node.js. Without either its name is
 * looked up by the system, which finds no shell scripts on Windows.
 * @param {readonly string[]} args
 * @param {string | undefined} told where npm says that it is
 * @returns {{ command: string, args: string[] }}
 */
export function npm(args, told = process.env.npm_execpath) {
  const script = [told, ...NPM_SCRIPTS].find((path) => path !== undefined && basename(path) === 'npm-cli.js' && existsSync(path))
  return script === undefined ? { command: 'npm', args: [...args] } : { command: process.execPath, args: [script, ...args] }
}

/** Folders of the packages that TypeScript builds, e.g. `packages/client`. */
export function packageFolders() {
  return readdirSync(inRoot('packages'))
    .map((name) => `packages/${name}`)
    .filter((folder) => existsSync(inRoot(folder, 'tsconfig.json')))
    .sort()
}

/** Whether the web pages are there to be checked and built. */
export function hasWebApp() {
  return existsSync(inRoot('apps/web/index.html')) || existsSync(inRoot('apps/web/vite.config.ts'))
}
