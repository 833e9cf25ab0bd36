import { runProgram } from './run-program.ts'
import { startOwner } from './start-owner.ts'

/* The program of the process that has the store and runs the workers. */

await runProgram([], startOwner)
