import { tellFirst } from './owner-news.ts'
import { runProgram } from './run-program.ts'
import { startOwner } from './start-owner.ts'
import { TITLES } from './titles.ts'

/* The program of the process that has the store and runs the workers. */

process.title = TITLES.owner
await runProgram([], () =>
  startOwner().catch(async (error: unknown) => {
    await tellFirst({ kind: 'cannotStart', sentence: (error as Error).message })
    throw error
  }),
)
