import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** An absolute path in the repository. */
export function inRoot(...parts) {
  return join(ROOT, ...parts)
}

/** What scripts remember between runs; safe to delete. */
export const CACHE = inRoot('.cache')

/** The command line of an installed tool, without a shell and without npx. */
export function tool(name) {
  return inRoot('node_modules', '.bin', name)
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
