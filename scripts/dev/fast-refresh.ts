import type { Plugin } from 'vite'
import { inRoot } from '../lib/paths.mjs'

/** Sources with components; what npm installed is not edited. */
const SOURCES = /\.tsx?$/
const INSTALLED = /\/node_modules\//
const MARKS = /\$Refresh(?:Reg|Sig)\$\(/
const RUNTIME = 'guestwall:refresh-runtime'

/**
 * Hot reload that keeps the state of components, for pages that run on Preact. Vite's compiler marks components and hooks in the way of
 * React's fast refresh; Preact's runtime (prefresh) replaces them. Preact's own Vite plugins install Babel for the same marks.
 */
export function fastRefresh(): Plugin {
  return {
    name: 'guestwall:fast-refresh',
    apply: 'serve',
    config: () => ({
      oxc: { jsx: { runtime: 'automatic', refresh: true }, jsxRefreshInclude: SOURCES },
      optimizeDeps: { include: ['@prefresh/core', '@prefresh/utils'] },
    }),
    resolveId: (source) => (source === RUNTIME ? inRoot('scripts/dev/refresh-runtime.ts') : null),
    transform: {
      filter: { id: { include: SOURCES, exclude: INSTALLED } },
      handler: (code, id) => (MARKS.test(code) ? { code: `${prelude(id)}${code}\nimport.meta.hot?.accept($flush)\n`, map: null } : null),
    },
  }
}

/** On the first line, so that every line keeps its number. */
function prelude(id: string): string {
  return `import { flush as $flush, registerIn as $registerIn, signature as $RefreshSig$ } from '${RUNTIME}'; const $RefreshReg$ = $registerIn(${JSON.stringify(id)});`
}
