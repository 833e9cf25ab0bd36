import { join, relative } from 'node:path'
import { normalizePath, type Plugin } from 'vite'

/** A catalog as a page's module imports it. */
const CATALOG = /\/messages\/[\w-]+\.ts$/

/**
 * A catalog holds the texts of all pages in one file. Each module that imports a part of it gets a copy of its own, of which the build keeps
 * that part alone: without this a guest would load the console's texts.
 */
export function onePartAPage(): Plugin {
  return {
    name: 'guestwall:one-part-a-page',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (importer === undefined || !CATALOG.test(source)) return null
      const resolved = await this.resolve(source, importer, { skipSelf: true })
      // The components have catalogs too, which every page of theirs needs whole.
      if (resolved === null || !resolved.id.startsWith(normalizePath(join(import.meta.dirname, 'messages')))) return null
      // No slash in it: what the copy imports is looked for beside the file.
      const page = relative(import.meta.dirname, importer.split('?')[0] ?? '').replace(/[^\w-]/g, '-')
      return `${resolved.id}?for=${page}`
    },
  }
}
