import { runProgram } from './run-program.ts'
import { start } from './start.ts'

/* The program of a server in one process, and of every command. */

await runProgram(process.argv.slice(2), start)
