import { runProgram } from './run-program.ts'
import { startWorker } from './start-worker.ts'
import { TITLES } from './titles.ts'

/* The program of a worker: a server whose store, bus, presence and limits are those of its owner. */

process.title = TITLES.worker
await runProgram([], startWorker)
