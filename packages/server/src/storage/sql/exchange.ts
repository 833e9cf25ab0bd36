import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** Statements that are sent to the database together. The database runs them one after the other. */
export class Exchange {
  readonly statements: CompiledQuery[] = []
  #results: readonly (readonly unknown[])[] = []

  /** Adds a statement. The returned function gives its rows once the exchange was carried out. */
  add<Row>(query: Compilable<Row>): () => readonly Row[] {
    const index = this.statements.push(query.compile()) - 1
    return () => this.#results[index] as readonly Row[]
  }

  /** Sets the rows of each statement. */
  settle(results: readonly (readonly unknown[])[]): void {
    this.#results = results
  }
}

/**
 * A transaction as exchanges: each one that is yielded is carried out before the next one is made from its rows. The last one is committed with
 * its statements. Throwing rolls back.
 */
export type TransactionPlan<Result> = Generator<Exchange, { readonly last: Exchange; readonly result: Result }, void>

/** Carries a plan out statement by statement: for a database at no distance. */
export function runStatementByStatement<Result>(db: Kysely<Database>, plan: TransactionPlan<Result>): Promise<Result> {
  return db.transaction().execute(async (tx) => {
    const carryOut = async (exchange: Exchange) => {
      const results: (readonly unknown[])[] = []
      for (const statement of exchange.statements) results.push((await tx.executeQuery(statement)).rows)
      exchange.settle(results)
    }
    let step = plan.next()
    for (; step.done !== true; step = plan.next()) await carryOut(step.value)
    await carryOut(step.value.last)
    return step.value.result
  })
}
