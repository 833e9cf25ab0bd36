import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { Kysely, SqliteDialect, sql } from 'kysely'
import Sqlite from 'libsql'
import { migrate } from '../migrations.ts'
import type { Database } from '../schema.ts'
import { preparedOnce } from './prepared-once.ts'

/** A new database in one file. It has a draft name until it gets its own. */
export class NewSqliteFile {
  readonly db: Kysely<Database>
  /** The draft name. */
  readonly draft: string
  readonly #file: string

  private constructor(file: string, draft: string, db: Kysely<Database>) {
    this.#file = file
    this.draft = draft
    this.db = db
  }

  /** Creates it with the newest schema and no rows. Only its owner can read it, from the beginning. */
  static async create(file: string): Promise<NewSqliteFile> {
    const draft = `${file}.${randomBytes(6).toString('hex')}.part`
    closeSync(openSync(draft, 'wx', 0o600))
    const made = new NewSqliteFile(file, draft, new Kysely<Database>({ dialect: new SqliteDialect({ database: openDraft(draft) }) }))
    try {
      await migrate(made.db)
      return made
    } catch (error) {
      await made.discard()
      throw error
    }
  }

  /** Ends the writing, and flushes the file to the disk. */
  async finish(): Promise<void> {
    await this.db.destroy()
    flush(this.draft)
  }

  /** Gives it its name, in one step. */
  place(): void {
    renameSync(this.draft, this.#file)
    flush(dirname(this.#file))
  }

  async discard(): Promise<void> {
    await this.db.destroy()
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${this.draft}${end}`, { force: true })
  }
}

/** The errors that SQLite finds in the file; empty when it is sound. */
export async function integrityFaults(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ integrity_check: string }>`PRAGMA integrity_check(5)`.execute(db)
  return rows.map(({ integrity_check: found }) => found).filter((found) => found !== 'ok')
}

function openDraft(draft: string) {
  const sqlite = new Sqlite(draft)
  // The file is flushed once, at the end. Until then nothing depends on it.
  sqlite.exec('PRAGMA journal_mode = MEMORY')
  sqlite.exec('PRAGMA synchronous = OFF')
  sqlite.exec('PRAGMA foreign_keys = ON')
  return preparedOnce(sqlite)
}

function flush(path: string): void {
  try {
    const handle = openSync(path, 'r')
    try {
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    // Windows cannot flush a folder, or a file that was opened for reading.
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EPERM' && code !== 'EISDIR' && code !== 'EACCES') throw error
  }
}
