import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { inRoot, ROOT } from '../paths.mjs'

/**
 * @typedef {{ name: string, version: string, private?: boolean, files: string[], exports: Record<string, string | { types: string, default: string }> }} Manifest
 */

/** The files that npm always packs. */
const ALWAYS = ['package.json', 'README.md']

/** The one kind of pattern in `files` that is used here: every file of one ending below a folder. */
const EVERY = /^(.+)\/\*\*\/\*(\.\w+)$/

/** The folders of the packages that are published, e.g. `packages/client`. */
export function publishedPackages() {
  return readdirSync(inRoot('packages'))
    .map((name) => `packages/${name}`)
    .filter((folder) => existsSync(inRoot(folder, 'package.json')) && manifestOf(folder).private !== true)
    .sort()
}

/** @param {string} folder */
export function manifestOf(folder) {
  return /** @type {Manifest} */ (JSON.parse(readFileSync(resolve(ROOT, folder, 'package.json'), 'utf8')))
}

/**
 * The files of a package when it is packed, by path from its folder. Without a run of npm, which takes seconds; the packed tarball itself
 * is tested in tests/packages.
 * @param {string} folder
 */
export function packedFiles(folder) {
  /** @type {{ name: string, data: Buffer }[]} */
  const files = []
  /** @param {string} path */
  const visit = (path) => {
    const absolute = resolve(ROOT, folder, path)
    if (!existsSync(absolute)) return
    if (statSync(absolute).isDirectory()) for (const name of readdirSync(absolute)) visit(join(path, name))
    else files.push({ name: path.replaceAll('\\', '/'), data: readFileSync(absolute) })
  }
  for (const path of ALWAYS) visit(path)
  for (const pattern of manifestOf(folder).files) {
    const [, below = pattern, ending = ''] = EVERY.exec(pattern) ?? []
    const before = files.length
    visit(below)
    files.splice(before, files.length, ...files.slice(before).filter(({ name }) => name.endsWith(ending)))
  }
  return files
}
