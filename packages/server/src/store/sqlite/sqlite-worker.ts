import { parentPort, workerData } from 'node:worker_threads'
import { Kysely, SqliteDialect } from 'kysely'
import Sqlite from 'libsql'
import { migrate } from '../migrations.ts'
import type { Database } from '../schema.ts'
import { SqlStore } from '../sql-store.ts'
import { preparedOnce } from './prepared-once.ts'
import { answerCall, type StoreCall } from './store-calls.ts'

/**
 * The store on a thread of its own: a flush to disk never holds the event loop, and a whole transaction, decisions included, is one
 * question and one answer. (With a question for each statement a commit waited as often for a busy event loop.)
 */

const store = new SqlStore(await open((workerData as { file: string }).file))

parentPort?.on('message', (call: StoreCall) => {
  void answerCall(store, call).then((answer) => {
    parentPort?.postMessage(answer)
    if (call.method === 'close') parentPort?.close()
  })
})

async function open(file: string): Promise<ConstructorParameters<typeof SqlStore>[0]> {
  const sqlite = new Sqlite(file)
  sqlite.exec('PRAGMA journal_mode = WAL')
  // The flush is what makes an acknowledgement true after a power cut.
  sqlite.exec('PRAGMA synchronous = FULL')
  sqlite.exec('PRAGMA foreign_keys = ON')
  refuseUnsafe(sqlite)
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: preparedOnce(sqlite) }) })
  await migrate(db)
  return {
    db,
    // One connection, one transaction at a time: the whole database is locked.
    locksRows: false,
    isConflict: (error) => ((error as { code?: string }).code ?? '').startsWith('SQLITE_CONSTRAINT'),
    close: () => db.destroy(),
  }
}

/** A build or a file that does not take these settings would acknowledge what a power cut can lose. */
function refuseUnsafe(sqlite: Sqlite.Database): void {
  const settings = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1 }
  for (const [name, wanted] of Object.entries(settings)) {
    const [row] = sqlite.prepare(`PRAGMA ${name}`).all([]) as Record<string, unknown>[]
    if (row?.[name] !== wanted)
      throw new Error(`SQLite has ${name} = ${String(row?.[name])}, not ${wanted}: what it acknowledges can be lost`)
  }
}
