import type { CompiledQuery, Kysely, SqliteDatabase } from 'kysely'
import type { Database } from '../schema.ts'
import type { Exchange, TransactionPlan } from '../sql/exchange.ts'

/**
 * Carries a plan out as one transaction, statement by statement, without giving way: SQLite answers on this thread, and a turn of promises for each
 * statement costs more than most of them. `db` lends its connection, so no other transaction is open on it meanwhile.
 */
export function runAtOnce<Result>(db: Kysely<Database>, sqlite: SqliteDatabase, plan: TransactionPlan<Result>): Promise<Result> {
  return db.connection().execute(async () => transact(sqlite, plan))
}

function transact<Result>(sqlite: SqliteDatabase, plan: TransactionPlan<Result>): Result {
  sqlite.prepare('begin').run([])
  try {
    let step = plan.next()
    for (; step.done !== true; step = plan.next()) carryOut(sqlite, step.value)
    carryOut(sqlite, step.value.last)
    sqlite.prepare('commit').run([])
    return step.value.result
  } catch (error) {
    sqlite.prepare('rollback').run([])
    throw error
  }
}

function carryOut(sqlite: SqliteDatabase, exchange: Exchange): void {
  exchange.settle(exchange.statements.map((statement) => rowsOf(sqlite, statement)))
}

function rowsOf(sqlite: SqliteDatabase, { sql, parameters }: CompiledQuery): readonly unknown[] {
  const statement = sqlite.prepare(sql)
  if (statement.reader) return statement.all(parameters)
  statement.run(parameters)
  return []
}
