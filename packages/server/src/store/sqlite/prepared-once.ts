import type { SqliteDatabase, SqliteStatement } from 'kysely'
import type Sqlite from 'libsql'

/** Statements kept prepared. A batch's INSERT differs with its length, so there are more than the source shows. */
const PREPARED_STATEMENTS = 500

/** The database as Kysely asks for it, each statement prepared once. */
export function preparedOnce(sqlite: Sqlite.Database): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>()
  return {
    close: () => sqlite.close(),
    prepare(sql) {
      let statement = prepared.get(sql)
      if (statement === undefined) {
        statement = sqlite.prepare(sql) as SqliteStatement
        if (prepared.size >= PREPARED_STATEMENTS) prepared.delete(prepared.keys().next().value ?? '')
        prepared.set(sql, statement)
      }
      return statement
    },
  }
}
