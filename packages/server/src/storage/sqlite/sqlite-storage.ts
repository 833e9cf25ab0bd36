import { randomBytes } from 'node:crypto'
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import Sqlite from 'libsql'
import { migrate } from '../migrations.ts'
import type { Database } from '../schema.ts'
import { SqlStorage } from '../sql/sql-storage.ts'
import type { NewSession, Storage } from '../storage.ts'
import type { Decide, Expected, ReadSet, Writes } from '../transaction.ts'
import { ClosedMark } from './closed-mark.ts'
import { FileGuard } from './file-guard.ts'
import { keepToOwner } from './owner-alone.ts'
import { preparedOnce } from './prepared-once.ts'
import { runAtOnce } from './run-at-once.ts'

/** A read of one page takes far less. A backup beside the server may take longer: then the next checkpoint tries again. */
const CHECKPOINT_WAIT_MS = 100

/**
 * Opens the storage in `file`, on this thread: its calls block until the disk has answered. `isNewEpoch`: the file is not known to be the one that
 * was closed last, so every session has begun a new epoch (LOG-4).
 */
export async function openSqliteStorage(file: string): Promise<{ storage: Storage; isNewEpoch: boolean }> {
  const closedMark = new ClosedMark(file)
  const isKnown = closedMark.isTheOneClosedLast()
  if (process.platform !== 'win32') keepToOwner(file)
  const sqlite = openSafely(file)
  try {
    const database = preparedOnce(sqlite)
    const db = new Kysely<Database>({ dialect: new SqliteDialect({ database }) })
    await migrate(db)
    const isNewEpoch = !isKnown && (await beginEpochs(db))
    const storage = new SqliteStorage(db, database, new FileGuard(file, db, closedMark))
    await storage.finishDeletions()
    return { storage, isNewEpoch }
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/** The storage in one SQLite file: every write goes through the guard of its files. */
class SqliteStorage extends SqlStorage {
  readonly #guard: FileGuard

  constructor(db: Kysely<Database>, database: SqliteDatabase, guard: FileGuard) {
    super({
      db,
      dialect: 'sqlite',
      // One connection runs one transaction at a time, which locks the whole database.
      locksRows: false,
      isConflict: (error) => ((error as { code?: string }).code ?? '').startsWith('SQLITE_CONSTRAINT'),
      run: (plan) => runAtOnce(db, database, plan),
      maintain: (nowMs) => guard.maintain(nowMs),
      close: () => guard.close(),
    })
    this.#guard = guard
  }

  override createSession(created: NewSession): Promise<boolean> {
    return this.#guard.write(() => super.createSession(created))
  }

  override transact<Result>(sessionId: string, reads: ReadSet, decide: Decide<Result>): Promise<Result | null> {
    let erases = false
    const watched: Decide<Result> = (locked) => {
      const decided = decide(locked)
      erases =
        decided.writes.clearing !== null || decided.writes.messageChanges.some((change) => 'bodyHash' in change && change.bodyHash !== null)
      return decided
    }
    return this.#guard.write(
      () => super.transact(sessionId, reads, watched),
      () => erases,
    )
  }

  /** Only messages are written so: they erase nothing. */
  override writeIf(sessionId: string, expected: Expected, writes: Writes): Promise<boolean> {
    return this.#guard.write(() => super.writeIf(sessionId, expected, writes))
  }

  override beginEpoch(sessionId: string, lost: string, epoch: string): Promise<boolean> {
    return this.#guard.write(() => super.beginEpoch(sessionId, lost, epoch))
  }

  override probeWrite(): Promise<void> {
    return this.#guard.write(() => super.probeWrite())
  }

  protected override writePart<Result>(part: () => Promise<Result>): Promise<Result> {
    return this.#guard.write(
      () => super.writePart(part),
      () => true,
    )
  }
}

function openSafely(file: string): Sqlite.Database {
  const sqlite = new Sqlite(file)
  try {
    sqlite.exec('PRAGMA journal_mode = WAL')
    // With the flush an acknowledgement is true after a power cut.
    sqlite.exec('PRAGMA synchronous = FULL')
    sqlite.exec('PRAGMA foreign_keys = ON')
    // Erased content is overwritten with zeros (LOG-5).
    sqlite.exec('PRAGMA secure_delete = ON')
    // Only a checkpoint waits: for a read that is under way beside it, never for one that begins after it.
    sqlite.exec(`PRAGMA busy_timeout = ${CHECKPOINT_WAIT_MS}`)
    refuseUnsafe(sqlite)
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/** A build or a file that does not accept these settings would acknowledge what a power cut can lose, or keep what was erased. */
function refuseUnsafe(sqlite: Sqlite.Database): void {
  const settings = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, secure_delete: 1 }
  for (const [name, wanted] of Object.entries(settings)) {
    const [row] = sqlite.prepare(`PRAGMA ${name}`).all([]) as Record<string, unknown>[]
    if (row?.[name] !== wanted)
      throw new Error(`SQLite has ${name} = ${String(row?.[name])}, not ${wanted}: what it acknowledges can be lost`)
  }
}

/** The epoch is random: two copies of one database must not get the same one. Returns false where there is no session. */
async function beginEpochs(db: Kysely<Database>): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('sessions')
    .set({ epoch: randomBytes(16).toString('hex') })
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
