import { defaultClientConditions, defaultServerConditions } from 'vite'
import { configDefaults, defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/setup/longest-first.ts'

/**
 * For what hangs, in milliseconds: a condition that comes late on a busy machine is no failure. Limits of time are held by tests in virtual
 * time.
 */
const HANGS = 300_000
/** A condition that is polled for is waited for as long. */
const PATIENT = { poll: { timeout: HANGS, interval: 20 } }

/** Workspace packages are tested from their sources, not from what was last built. */
const SOURCE = 'guestwall:source'

/** Compare files of the repository with each other: they need no server although they lie in `tests`. */
const OF_FILES = 'tests/{deploy,docs}/*.test.ts'

export default defineConfig({
  resolve: { conditions: [SOURCE, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [SOURCE, ...defaultServerConditions] } },
  test: {
    // On two cores vitest would take one at a time; most of what these tests do is wait for each other.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // Every test also compares what the server sends with the schemas, and tries the same cases at every run.
    setupFiles: ['tests/setup/wire-check.ts', 'tests/setup/properties.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // A test beside its code needs nothing: no port, no server, no browser.
          include: ['{packages/*/src,apps,scripts,bench}/**/*.test.{ts,tsx,mjs}', OF_FILES],
          exclude: [...configDefaults.exclude, '**/*.pg.test.ts'],
          // They have no state outside themselves; a process that keeps its modules takes less than half the time.
          isolate: false,
          testTimeout: HANGS,
          expect: PATIENT,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          // A test of a whole package or program may use PostgreSQL, Redis, nginx, ports and processes.
          include: ['packages/*/{src/**/*.pg,test/**/*}.test.ts', 'tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, OF_FILES],
          globalSetup: ['tests/support/postgres.global-setup.ts'],
          // Each has servers, databases and folders of its own; to load the modules for every file anew took a sixth of the time.
          isolate: false,
          testTimeout: HANGS,
          hookTimeout: HANGS,
          expect: PATIENT,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/**/*.e2e.ts'],
          // Each has a server and a browser of its own.
          isolate: false,
          testTimeout: HANGS,
          hookTimeout: HANGS,
          expect: PATIENT,
        },
      },
    ],
  },
})
