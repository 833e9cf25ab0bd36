import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import type { Database } from './schema.ts'

/** Statements that travel to the database together and are carried out one after the other, each seeing what was committed before it. */
export class Round {
  readonly statements: CompiledQuery[] = []
  #answers: readonly (readonly unknown[])[] = []

  /** The answer gives the statement's rows, once the round was carried out. */
  add<Row>(query: Compilable<Row>): () => readonly Row[] {
    const index = this.statements.push(query.compile()) - 1
    return () => this.#answers[index] as readonly Row[]
  }

  /** Takes the rows of each statement. */
  take(answers: readonly (readonly unknown[])[]): void {
    this.#answers = answers
  }
}

/**
 * A transaction as rounds: each that is yielded is carried out before the next is made of what it found. The last one is committed with
 * what it holds. Throwing rolls back.
 */
export type TransactionPlan<Result> = Generator<Round, { readonly last: Round; readonly result: Result }, void>

/** Carries a plan out statement by statement: for a database that is no distance away. */
export function transactInTurn<Result>(db: Kysely<Database>, plan: TransactionPlan<Result>): Promise<Result> {
  return db.transaction().execute(async (tx) => {
    const carryOut = async (round: Round) => {
      const answers: (readonly unknown[])[] = []
      for (const statement of round.statements) answers.push((await tx.executeQuery(statement)).rows)
      round.take(answers)
    }
    let step = plan.next()
    for (; step.done !== true; step = plan.next()) await carryOut(step.value)
    await carryOut(step.value.last)
    return step.value.result
  })
}
