#!/usr/bin/env node
import { runProgram } from './cli/run-program.ts'
import { start } from './cli/start.ts'

await runProgram(process.argv.slice(2), start)
