#!/usr/bin/env node
import { cli } from './cli/cli.ts'
import { start } from './cli/start.ts'
import { systemClock } from './system.ts'

// The reader of our output may have closed it. This must not end the server.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

const { argv, stdout, stderr, env } = process
process.exitCode = await cli(argv.slice(2), { out: stdout, err: stderr, environment: env, clock: systemClock }, start)
// A failed start may leave a thread or a connection open. The output is flushed first.
if (process.exitCode !== 0) stdout.write('', () => process.exit())
