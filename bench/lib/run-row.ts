import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RowResult } from './figures.ts'
import { environmentFor, readRun } from './run-file.ts'

const FOLDER = fileURLToPath(new URL('..', import.meta.url))

/** Runs another row in a process of its own; its progress is shown, its table is not. `null`: it ended without figures. */
export async function runRow(name: string, options: readonly string[]): Promise<RowResult | null> {
  const directory = mkdtempSync(join(tmpdir(), 'guestwall-bench-'))
  const file = join(directory, 'run.json')
  const command = ['--import', 'tsx', '--conditions=guestwall:source', join(FOLDER, `${name}.ts`), ...options]
  const child = spawn(process.execPath, command, { env: environmentFor(file), stdio: ['ignore', 'ignore', 'inherit'] })
  await once(child, 'exit')
  const run = readRun(file)
  rmSync(directory, { recursive: true })
  return run?.rows[0] ?? null
}
