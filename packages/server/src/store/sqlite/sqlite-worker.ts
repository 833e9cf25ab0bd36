import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'libsql'

/**
 * SQLite on a thread of its own, so that a flush to disk never holds the event loop. It runs one statement after the other, in the
 * order of arrival, and knows nothing of what they mean.
 */

/** A statement to run. */
export interface WorkerRequest {
  readonly id: number
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** Its rows, or why it failed. */
export type WorkerAnswer =
  | { readonly id: number; readonly rows: readonly unknown[]; readonly changes: number }
  | { readonly id: number; readonly error: { readonly code: string; readonly message: string } }

/** Statements kept prepared. A batch's INSERT differs with its length, so there are more than the source shows. */
const PREPARED_STATEMENTS = 500

const database = new Sqlite((workerData as { file: string }).file)
database.exec('PRAGMA journal_mode = WAL')
// The flush is what makes an acknowledgement true after a power cut.
database.exec('PRAGMA synchronous = FULL')
database.exec('PRAGMA foreign_keys = ON')

const prepared = new Map<string, Sqlite.Statement>()

function prepare(sql: string): Sqlite.Statement {
  const known = prepared.get(sql)
  if (known !== undefined) return known
  const statement = database.prepare(sql)
  if (prepared.size >= PREPARED_STATEMENTS) prepared.delete(prepared.keys().next().value as string)
  prepared.set(sql, statement)
  return statement
}

function run({ id, sql, parameters }: WorkerRequest): WorkerAnswer {
  try {
    const statement = prepare(sql)
    if (statement.reader) return { id, rows: statement.all(parameters), changes: 0 }
    return { id, rows: [], changes: statement.run(parameters).changes }
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    return { id, error: { code: code ?? 'SQLITE_ERROR', message } }
  }
}

parentPort?.on('message', (request: WorkerRequest | 'close') => {
  if (request === 'close') {
    database.close()
    parentPort?.close()
  } else {
    parentPort?.postMessage(run(request))
  }
})
