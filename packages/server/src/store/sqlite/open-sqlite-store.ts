import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import Sqlite from 'libsql'
import { migrate } from '../migrations.ts'
import type { Database } from '../schema.ts'
import { SqlStore } from '../sql-store.ts'
import type { Store } from '../store.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import { SqliteError } from './sqlite-thread.ts'

/** The data directory belongs to another process. */
export class DataDirectoryInUse extends Error {
  override readonly name = 'DataDirectoryInUse'
}

/**
 * Opens the embedded store in `directory`, which is made when missing. Rejects with `DataDirectoryInUse` while another process
 * has it open.
 */
export async function openSqliteStore(directory: string): Promise<Store> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const unlock = lockDirectory(directory)
  const db = new Kysely<Database>({ dialect: sqliteDialect(join(directory, 'guestwall.db')) })
  const isConflict = (error: unknown) => error instanceof SqliteError && error.code.startsWith('SQLITE_CONSTRAINT')
  const close = async () => {
    await db.destroy()
    unlock()
  }
  try {
    await migrate(db)
  } catch (error) {
    await close()
    throw error
  }
  return new SqlStore({ db, locksRows: false, isConflict, close })
}

/** Held as an operating system lock on a file, so that it is gone with the process however that ends. A file with a process id is not. */
function lockDirectory(directory: string): () => void {
  const lock = new Sqlite(join(directory, 'lock'), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error
    throw new DataDirectoryInUse(`${directory} is in use by another Guestwall process: stop it first, or set DATA_DIR to another folder`)
  }
  return () => lock.close()
}
