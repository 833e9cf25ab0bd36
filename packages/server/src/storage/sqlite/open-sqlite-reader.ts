import { pathToFileURL } from 'node:url'
import { Kysely, SqliteDialect } from 'kysely'
import Sqlite from 'libsql'
import type { Database } from '../schema.ts'
import { SqlStorage } from '../sql/sql-storage.ts'
import type { Storage } from '../storage.ts'
import { preparedOnce } from './prepared-once.ts'

/**
 * A connection that reads `file` beside the one of this process that writes it. It opens with its first read, when the writer has made the newest schema.
 * Each read sees the last commit. A write is refused by SQLite. It must be closed before the writer, which empties the write-ahead file at its end.
 */
export function openSqliteReader(file: string): { storage: Storage; isNewEpoch: false } {
  // libsql ignores its own `readonly` option; SQLite respects `mode=ro`.
  const open = () => Promise.resolve(preparedOnce(new Sqlite(`${pathToFileURL(file).href}?mode=ro`)))
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: open }) })
  const storage = new SqlStorage({
    db,
    dialect: 'sqlite',
    locksRows: false,
    isConflict: () => false,
    run: () => Promise.reject(new Error('this connection only reads')),
    close: () => db.destroy(),
  })
  return { storage, isNewEpoch: false }
}
