import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { inRoot } from './paths.mjs'

const NOT_SOURCES = new Set(['node_modules', 'dist', '.cache', 'coverage', 'test-results'])

/**
 * Every source file below these folders (or these files themselves), as paths from the root, sorted. A path that does not exist is left out.
 * @param {string[]} starts
 */
export function filesBelow(starts) {
  /** @type {string[]} */
  const found = []
  /** @param {string} path */
  const visit = (path) => {
    if (!statSync(inRoot(path)).isDirectory()) found.push(path)
    else for (const name of readdirSync(inRoot(path))) if (!NOT_SOURCES.has(name)) visit(`${path}/${name}`)
  }
  for (const start of starts) if (existsSync(inRoot(start))) visit(start)
  return found.sort()
}

/**
 * One hash over the names and contents of these files.
 * @param {string[]} paths
 */
export function hashOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths)
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(inRoot(path)))
      .update('\0')
  return hash.digest('hex')
}
