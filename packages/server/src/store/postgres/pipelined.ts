import { CompiledQuery } from 'kysely'
import type pg from 'pg'
import type { Round, TransactionPlan } from '../round.ts'

const BEGIN = CompiledQuery.raw('begin')
const COMMIT = CompiledQuery.raw('commit')

/**
 * Carries a transaction out in as many exchanges as its plan has rounds: the statements of a round are sent without waiting for each
 * other's answers, the first with the begin, the last with the commit. The row lock is then held for as few ways to the database and
 * back as can be, which counts where it is far away. PostgreSQL carries them out one after the other, each on a snapshot of its own;
 * after one that failed it refuses the rest, the commit included.
 */
export async function transactPipelined<Result>(pool: pg.Pool, plan: TransactionPlan<Result>): Promise<Result> {
  const client = await pool.connect()
  let isOver = false
  try {
    let begin: readonly CompiledQuery[] = [BEGIN]
    let step = plan.next()
    for (; step.done !== true; step = plan.next()) {
      const answers = await exchange(client, [...begin, ...step.value.statements])
      takeRows(step.value, answers.slice(begin.length))
      begin = []
    }
    const { last, result } = step.value
    const answers = await exchange(client, [...begin, ...last.statements, COMMIT])
    if (answers.at(-1)?.command !== 'COMMIT') throw new Error('the transaction was rolled back')
    takeRows(last, answers.slice(begin.length, -1))
    isOver = true
    return result
  } catch (error) {
    isOver = await client.query('rollback').then(
      () => true,
      () => false,
    )
    throw error
  } finally {
    // A connection of which it is not known whether a transaction is open on it is given up.
    client.release(!isOver)
  }
}

/** Sends all, then waits for all. Rejects with the first that failed: what follows it was refused for that reason. */
async function exchange(client: pg.PoolClient, statements: readonly CompiledQuery[]): Promise<pg.QueryResult[]> {
  const sent = statements.map(({ sql, parameters }) => client.query(sql, [...parameters]))
  const answers: pg.QueryResult[] = []
  for (const answer of await Promise.allSettled(sent)) {
    if (answer.status === 'rejected') throw answer.reason
    answers.push(answer.value)
  }
  return answers
}

function takeRows(round: Round, answers: readonly pg.QueryResult[]): void {
  round.take(answers.map(({ rows }) => rows as unknown[]))
}
