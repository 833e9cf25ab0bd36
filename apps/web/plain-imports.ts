import type { Plugin } from 'vite'

/** Vite's helper around each `import()`, by its name within Vite. */
const PRELOAD_HELPER = /^\0vite\/preload-helper/
/** Where Vite puts the list of files to preload into a chunk. */
const PRELOAD_LIST = '__VITE_PRELOAD__'

/** A part that is loaded later has no style sheet of its own and shares the page's scripts: there is nothing to preload, and 1.3 KB to save. */
export function plainImports(): Plugin {
  return {
    name: 'guestwall:plain-imports',
    enforce: 'pre',
    load: { filter: { id: PRELOAD_HELPER }, handler: () => 'export const __vitePreload = (load) => load()' },
    renderChunk: (code) => ({ code: code.replaceAll(PRELOAD_LIST, '[]'), map: null }),
  }
}
