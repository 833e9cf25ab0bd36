import { defineConfig, mergeConfig } from 'vite'
import { reportGuestBudget } from './guest-budget.ts'
import { inlineScript } from './inline-script.ts'
import { inlineStyles } from './inline-styles.ts'
import { plainImports } from './plain-imports.ts'
import { configFor, GUEST_PAGE } from './vite.config.ts'

/** Each part is one file: on a phone's line a further one costs a round trip, and compresses worse. */
const PARTS = [
  { name: 'guest', test: /\/guest\/main\.tsx$/, priority: 2 },
  { name: 'room', test: /\/guest\/room-part\.ts$/, priority: 1 },
]

/** The guest's page alone, beside the pages that `vite.config.ts` has built. */
export default defineConfig(
  mergeConfig(configFor(GUEST_PAGE), {
    build: { emptyOutDir: false, rolldownOptions: { output: { advancedChunks: { groups: PARTS } } } },
    plugins: [plainImports(), inlineScript(), inlineStyles(), reportGuestBudget()],
  }),
)
