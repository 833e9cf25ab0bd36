#!/usr/bin/env node
import { cli } from './cli/cli.ts'
import { start } from './cli/start.ts'
import { systemClock } from './system.ts'

// Whoever read our words may be gone: that must not end the wall.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

const { argv, stdout, stderr, env } = process
process.exitCode = await cli(argv.slice(2), { out: stdout, err: stderr, environment: env, clock: systemClock }, start)
// A start that failed may leave a thread or a connection behind. What was written before goes out first.
if (process.exitCode !== 0) stdout.write('', () => process.exit())
