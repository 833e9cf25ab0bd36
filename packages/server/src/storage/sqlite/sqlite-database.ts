import { randomBytes } from 'node:crypto'
import { Kysely, SqliteDialect, sql } from 'kysely'
import Sqlite from 'libsql'
import { migrate } from '../migrations.ts'
import type { Database } from '../schema.ts'
import { SqlStore } from '../sql-store.ts'
import type { Committed, Store } from '../store.ts'
import { DatabaseFiles, DatabaseFilesLost } from './database-files.ts'
import { ClosedMark } from './closed-mark.ts'
import { preparedOnce } from './prepared-once.ts'
import { rescue } from './rescue.ts'
import { answerCall, failureOf, type StoreAnswer, type StoreCall } from './store-calls.ts'
import { Upkeep } from './upkeep.ts'

/** What changes the database: answered only while its files are the ones that its folder names. */
const WRITES: readonly (keyof Store)[] = ['append', 'createSession', 'beginEpoch', 'probeWrite']

/**
 * Opens the database in `file`. `isNewEpoch`: it is not known to be the one that was closed last, and every session has begun a new epoch
 * (LOG-4).
 */
export async function openSqliteDatabase(file: string): Promise<{ database: SqliteDatabase; isNewEpoch: boolean }> {
  const closedMark = new ClosedMark(file)
  const isKnown = closedMark.isTheOneClosedLast()
  const sqlite = openSafely(file)
  try {
    const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: preparedOnce(sqlite) }) })
    await migrate(db)
    const isNewEpoch = !isKnown && (await beginEpochs(db))
    return { database: new SqliteDatabase(file, db, closedMark), isNewEpoch }
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/** The store over one SQLite file, and what the file needs besides. */
class SqliteDatabase {
  readonly #file: string
  readonly #db: Kysely<Database>
  readonly #closedMark: ClosedMark
  readonly #files: DatabaseFiles
  readonly #upkeep = new Upkeep()
  readonly #store: Store
  /** From when the files are gone on: the answer to everything that would write. */
  #lost: DatabaseFilesLost | null = null
  #isRescued = false

  constructor(file: string, db: Kysely<Database>, closedMark: ClosedMark) {
    this.#file = file
    this.#db = db
    this.#closedMark = closedMark
    this.#files = new DatabaseFiles(file)
    this.#store = new SqlStore({
      db,
      // One connection, one transaction at a time: the whole database is locked.
      locksRows: false,
      isConflict: (error) => ((error as { code?: string }).code ?? '').startsWith('SQLITE_CONSTRAINT'),
      maintain: (nowMs) => this.#maintain(nowMs),
      close: () => this.#close(),
    })
  }

  /** Carries a call out. Never rejects. */
  async answer(call: StoreCall): Promise<StoreAnswer> {
    if (!WRITES.includes(call.method)) return answerCall(this.#store, call)
    try {
      this.#check()
      const answer = await answerCall(this.#store, call)
      // What went into a file that its folder does not name any more is not acknowledged.
      this.#check()
      if ('value' in answer) this.#upkeep.wrote(call.method === 'append' && hasErased(answer.value as Committed | null))
      return answer
    } catch (error) {
      return failureOf(call, error)
    }
  }

  #check(): void {
    if (this.#lost !== null) throw this.#lost
    try {
      this.#files.check()
    } catch (error) {
      if (error instanceof DatabaseFilesLost) this.#lost = error
      throw error
    }
  }

  async #maintain(nowMs: number): Promise<void> {
    try {
      this.#check()
    } catch (error) {
      if (this.#lost !== null) await this.#rescueOnce(this.#lost)
      throw this.#lost ?? error
    }
    if (this.#upkeep.isDue(nowMs) && (await this.#checkpoint())) this.#upkeep.checkpointed(nowMs)
  }

  async #rescueOnce({ message }: DatabaseFilesLost): Promise<void> {
    if (this.#isRescued) return
    this.#isRescued = true
    const rescued = await rescue(this.#db, this.#file).catch(() => null)
    if (rescued === null) return
    this.#lost = new DatabaseFilesLost(
      `${message}; all that was written until then is in ${rescued}: stop the server, then guestwall restore`,
    )
  }

  /** Brings everything into the main file and empties the write-ahead file. Answers false while another process reads in it. */
  async #checkpoint(): Promise<boolean> {
    const { rows } = await sql<{ busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`.execute(this.#db)
    return rows[0]?.busy === 0
  }

  async #close(): Promise<void> {
    const isWhole = this.#lost === null && (await this.#checkpoint().catch(() => false))
    await this.#db.destroy()
    this.#files.close()
    if (isWhole) this.#closedMark.noteClosed()
  }
}

function openSafely(file: string): Sqlite.Database {
  const sqlite = new Sqlite(file)
  try {
    sqlite.exec('PRAGMA journal_mode = WAL')
    // The flush is what makes an acknowledgement true after a power cut.
    sqlite.exec('PRAGMA synchronous = FULL')
    sqlite.exec('PRAGMA foreign_keys = ON')
    // What is erased is written over with zeros (LOG-5).
    sqlite.exec('PRAGMA secure_delete = ON')
    refuseUnsafe(sqlite)
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/** A build or a file that does not take these settings would acknowledge what a power cut can lose, or keep what was erased. */
function refuseUnsafe(sqlite: Sqlite.Database): void {
  const settings = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, secure_delete: 1 }
  for (const [name, wanted] of Object.entries(settings)) {
    const [row] = sqlite.prepare(`PRAGMA ${name}`).all([]) as Record<string, unknown>[]
    if (row?.[name] !== wanted)
      throw new Error(`SQLite has ${name} = ${String(row?.[name])}, not ${wanted}: what it acknowledges can be lost`)
  }
}

/** By chance: two copies of one database are not the same life. Answers false where there is no session. */
async function beginEpochs(db: Kysely<Database>): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('sessions')
    .set({ epoch: randomBytes(16).toString('hex') })
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

function hasErased(committed: Committed | null): boolean {
  return committed !== null && committed.slice.events.some(({ event }) => event.type === 'message.removed')
}
