import type { SqliteDatabase, SqliteStatement } from 'kysely'
import type Sqlite from 'libsql'

/** The number of prepared statements that are kept. The INSERT of a batch differs with its length, so there are more than the source shows. */
const PREPARED_STATEMENTS = 500

/** The database as Kysely asks for it, each statement prepared once. */
export function preparedOnce(sqlite: Sqlite.Database): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>()
  return {
    close: () => sqlite.close(),
    prepare(sql) {
      let statement = prepared.get(sql)
      if (statement === undefined) {
        statement = sql === 'rollback' ? rollbackOf(sqlite) : (sqlite.prepare(sql) as SqliteStatement)
        if (prepared.size >= PREPARED_STATEMENTS) prepared.delete(prepared.keys().next().value ?? '')
        prepared.set(sql, statement)
      }
      return statement
    },
  }
}

/** On a full disk SQLite has already rolled back. A second rollback would fail and hide the cause. */
function rollbackOf(sqlite: Sqlite.Database): SqliteStatement {
  const statement = sqlite.prepare('rollback') as SqliteStatement
  return {
    reader: false,
    all: (parameters) => statement.all(parameters),
    iterate: (parameters) => statement.iterate(parameters),
    run: (parameters) => (sqlite.inTransaction ? statement.run(parameters) : { changes: 0, lastInsertRowid: 0 }),
  }
}
