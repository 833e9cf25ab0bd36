import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Kysely, SqliteDialect } from 'kysely'
import Sqlite from 'libsql'
import type { Database } from '../schema.ts'
import { DatabaseUnreadable, type Snapshot, snapshotOf } from '../snapshot.ts'
import { preparedOnce } from './prepared-once.ts'

/**
 * Reads the embedded store in `directory` beside the server that may be running on it: without the directory's lock, without a
 * migration, without a write. Rejects with `DatabaseUnreadable` where there is none.
 */
export async function openSqliteSnapshot(directory: string): Promise<Snapshot> {
  const file = join(directory, 'guestwall.db')
  if (!existsSync(file)) throw new DatabaseUnreadable(`there is no database in ${directory}: set DATA_DIR to the server’s`)
  return snapshotIn(`${pathToFileURL(file).href}?mode=ro`)
}

/** The same for a single file, such as a backup. */
export async function openSqliteFileSnapshot(file: string): Promise<Snapshot> {
  // Reads without the files that SQLite would make beside it, because the folder may be read-only.
  const alone = existsSync(`${file}-wal`) ? '' : '&immutable=1'
  try {
    return await snapshotIn(`${pathToFileURL(file).href}?mode=ro${alone}`)
  } catch (error) {
    throw new DatabaseUnreadable(`${file} is no backup that can be read: ${(error as Error).message}`, { cause: error })
  }
}

/** libsql ignores its own `readonly` option; SQLite respects `mode=ro`. */
function snapshotIn(address: string): Promise<Snapshot> {
  const sqlite = new Sqlite(address)
  return snapshotOf(new Kysely<Database>({ dialect: new SqliteDialect({ database: preparedOnce(sqlite) }) }))
}
