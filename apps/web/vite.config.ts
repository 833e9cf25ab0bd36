import { resolve } from 'node:path'
import { defaultClientConditions, defineConfig } from 'vite'
import { flattenLayers } from './flatten-layers.ts'
import { reportGuestBudget } from './guest-budget.ts'
import { onePartAPage } from './one-part-a-page.ts'

const page = (name: string): string => resolve(import.meta.dirname, name, 'index.html')

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  appType: 'mpa',
  resolve: {
    // Workspace packages are read from their sources: no build of theirs has to be fresh.
    conditions: ['guestwall:source', ...defaultClientConditions],
    alias: [
      { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
      { find: /^react-dom$/, replacement: 'preact/compat' },
      { find: /^react\/jsx-runtime$/, replacement: 'preact/jsx-runtime' },
      { find: /^react\/jsx-dev-runtime$/, replacement: 'preact/jsx-dev-runtime' },
      { find: /^react$/, replacement: 'preact/compat' },
    ],
    dedupe: ['preact'],
  },
  css: { postcss: { plugins: [flattenLayers()] } },
  build: {
    // Phones at a feast are not new, and WeChat carries its own older Chromium. Safari 14.1 is the first with gaps between flex items.
    target: ['chrome87', 'safari14.1', 'firefox88'],
    outDir: 'dist',
    emptyOutDir: true,
    // The policy allows no data: fonts and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { guest: page('guest'), wall: page('wall'), host: page('host'), missing: page('missing') },
    },
  },
  plugins: [onePartAPage(), reportGuestBudget()],
})
