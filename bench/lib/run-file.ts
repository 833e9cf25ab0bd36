import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { NOT_TOLD, type RowResult } from './figures.ts'

/** The file of `--json FILE`: rows, and what is needed to judge whether two runs may be compared. */
export interface RunFile {
  readonly date: string
  /** `null`: not known. */
  readonly commit: string | null
  readonly cpu: string
  readonly cores: number
  readonly node: string
  /** Processes that wanted a core in the minute before the end, the benchmark's own among them. */
  readonly load: number
  readonly rows: readonly RowResult[]
}

/** `npm run bench -- NAME --json FILE` names the file here. */
const FILE = 'GUESTWALL_BENCH_JSON'

/** Writes the rows to the file that the command named, if it named one. */
export function keepRows(rows: readonly RowResult[]): void {
  const path = process.env[FILE]
  if (path === undefined) return
  const [first, ...others] = cpus()
  const run: RunFile = {
    date: new Date().toISOString(),
    commit: commit(),
    cpu: first?.model.trim() ?? 'unknown',
    cores: others.length + 1,
    node: process.version,
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
    rows,
  }
  writeFileSync(path, `${JSON.stringify(run, (_, value: unknown) => (Number.isNaN(value) ? NOT_TOLD : value), 2)}\n`)
}

/** The environment of a process that keeps its rows in a file of its own. */
export function environmentFor(path: string): NodeJS.ProcessEnv {
  return { ...process.env, [FILE]: path }
}

/** `null`: there is no such file. */
export function readRun(path: string): RunFile | null {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RunFile) : null
}

function commit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', '--short=10', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}
