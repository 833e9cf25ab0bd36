import { resolve } from 'node:path'
import { defaultClientConditions, defineConfig, type UserConfig } from 'vite'
import { flattenLayers } from './flatten-layers.ts'
import { onePartAPage } from './one-part-a-page.ts'

const page = (name: string): string => resolve(import.meta.dirname, name, 'index.html')

/** All pages but the guest's. */
const HALL_PAGES = { wall: page('wall'), host: page('host'), missing: page('missing') }
export const GUEST_PAGE = { guest: page('guest') }

/** The configuration of a build of these pages. */
export function configFor(input: Readonly<Record<string, string>>): UserConfig {
  return {
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
      rolldownOptions: { input },
    },
    plugins: [onePartAPage()],
  }
}

/**
 * Every page in development and tests. The pages that are served are built in two parts, this one and `vite.guest.config.ts`: a page that shares
 * its scripts with others loads their parts as well, and a phone in a full hall is to load none.
 */
export default defineConfig(({ command, mode }) =>
  configFor(command === 'build' && mode === 'production' ? HALL_PAGES : { ...GUEST_PAGE, ...HALL_PAGES }),
)
