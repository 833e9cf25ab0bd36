import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Kysely, SqliteDialect } from 'kysely'
import Sqlite from 'libsql'
import type { Database } from '../schema.ts'
import { DatabaseUnreadable, snapshotOf } from '../snapshot.ts'
import type { StoreReader } from '../store.ts'
import { preparedOnce } from './prepared-once.ts'

/**
 * Reads the embedded store in `directory` beside the server that may be running on it: without the directory's lock, without a
 * migration, without a write. Rejects with `DatabaseUnreadable` where there is none.
 */
export async function openSqliteSnapshot(directory: string): Promise<StoreReader> {
  const file = join(directory, 'guestwall.db')
  if (!existsSync(file)) throw new DatabaseUnreadable(`there is no database in ${directory}: set DATA_DIR to the server’s`)
  // libsql takes no notice of its own `readonly` option; SQLite holds to `mode=ro`.
  const sqlite = new Sqlite(`${pathToFileURL(file).href}?mode=ro`)
  return snapshotOf(new Kysely<Database>({ dialect: new SqliteDialect({ database: preparedOnce(sqlite) }) }))
}
