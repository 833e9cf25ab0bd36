import { systemClock } from '../system.ts'
import { cli } from './cli.ts'
import { outliveReaders } from './outlive-readers.ts'

/** Runs this process as the command line says; `start` is what it does without a command. */
export async function runProgram(args: readonly string[], start: () => Promise<void>): Promise<void> {
  outliveReaders()
  const { stdout, stderr, env } = process
  process.exitCode = await cli(args, { out: stdout, err: stderr, environment: env, clock: systemClock }, start)
  // A failed start may leave a thread or a connection open. The output is flushed first.
  if (process.exitCode !== 0) stdout.write('', () => process.exit())
}
