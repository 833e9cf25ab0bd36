#!/usr/bin/env node
import { pathToFileURL } from 'node:url'
import { asksForWorkers } from './cli/asks-for-workers.ts'
import { programPath } from './cli/program-path.ts'

/* The process that supervises an owner and its workers has nothing to do with the server, so it does not load it. */

const program = asksForWorkers(process.argv.slice(2), process.env)
  ? new URL('./cli/supervisor-process.js', import.meta.url)
  : new URL('./cli/server-process.js', import.meta.url)
await import(pathToFileURL(programPath(program)).href)
