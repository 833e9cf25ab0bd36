import { defineConfig, mergeConfig } from 'vite'
import { reportGuestBudget } from './guest-budget.ts'
import { plainImports } from './plain-imports.ts'
import { configFor, GUEST_PAGE } from './vite.config.ts'

/** The guest's page alone, beside the pages that `vite.config.ts` has built. */
export default defineConfig(
  mergeConfig(configFor(GUEST_PAGE), { build: { emptyOutDir: false }, plugins: [plainImports(), reportGuestBudget()] }),
)
