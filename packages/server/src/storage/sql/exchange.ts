import type { Compilable, CompiledQuery } from 'kysely'

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
