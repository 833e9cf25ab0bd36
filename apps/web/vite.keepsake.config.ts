import { resolve } from 'node:path'
import { defineConfig, mergeConfig } from 'vite'
import { oneFile } from './one-file.ts'
import { configFor } from './vite.config.ts'

/** A keepsake loads nothing but the photos beside it. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:; img-src 'self' file: data:; base-uri 'none'; form-action 'none'"

/** The page that the server puts an evening into, as one file. No page of the web app loads it. */
export default defineConfig(
  mergeConfig(configFor({ keepsake: resolve(import.meta.dirname, 'keepsake/index.html') }), {
    base: './',
    build: { emptyOutDir: false, assetsInlineLimit: 1_000_000, cssCodeSplit: false },
    plugins: [oneFile(POLICY)],
  }),
)
