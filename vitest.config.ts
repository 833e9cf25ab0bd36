import { defaultClientConditions, defaultServerConditions } from 'vite'
import { configDefaults, defineConfig } from 'vitest/config'

/**
 * For what hangs, in milliseconds: a condition that comes late on a busy machine is no failure. What has to be quick is held by tests in virtual
 * time.
 */
const HANGS = 300_000
/** A condition that is polled for is waited for as long. */
const PATIENT = { poll: { timeout: HANGS, interval: 20 } }

/** Workspace packages are tested from their sources, not from what was last built. */
const SOURCE = 'guestwall:source'

/** What a file's name asks for: `.test.ts` nothing, `.pg.test.ts` a PostgreSQL, `.e2e.ts` a browser. */
const NEEDS_POSTGRES = [
  'packages/server/src/**/*.pg.test.ts',
  'packages/{server,conformance}/test/**/*.test.ts',
  'tests/{simulation,faults,sdk,security,cluster,packages,docs/run}/**/*.test.ts',
  'tests/support/**/*.pg.test.ts',
]

export default defineConfig({
  resolve: { conditions: [SOURCE, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [SOURCE, ...defaultServerConditions] } },
  test: {
    // On two cores vitest would take one at a time; most of what these tests do is wait for each other.
    maxWorkers: 3,
    // Every test also compares what the server sends with the schemas.
    setupFiles: ['tests/setup/wire-check.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.{ts,tsx}',
            'apps/web/**/*.test.{ts,tsx}',
            '{bench,scripts,tests/support,tests/deploy,tests/docs}/**/*.test.{ts,mjs}',
          ],
          exclude: [...configDefaults.exclude, '**/*.pg.test.ts', 'tests/docs/run/**'],
          testTimeout: HANGS,
          expect: PATIENT,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: NEEDS_POSTGRES,
          globalSetup: ['tests/support/postgres.global-setup.ts'],
          testTimeout: HANGS,
          hookTimeout: HANGS,
          expect: PATIENT,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/{e2e,support}/**/*.e2e.ts'],
          testTimeout: HANGS,
          hookTimeout: HANGS,
          expect: PATIENT,
        },
      },
    ],
  },
})
