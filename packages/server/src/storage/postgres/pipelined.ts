import { CompiledQuery } from 'kysely'
import type pg from 'pg'
import type { Exchange, TransactionPlan } from '../sql/exchange.ts'

const BEGIN = CompiledQuery.raw('begin')
const COMMIT = CompiledQuery.raw('commit')

/**
 * Carries a transaction out in as many exchanges as its plan has: the statements of an exchange are sent without waiting for each
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
      const answers = answersOf(await send(client, [...begin, ...step.value.statements]))
      settle(step.value, answers.slice(begin.length))
      begin = []
    }
    const { last, result } = step.value
    const sent = await send(client, [...begin, ...last.statements, COMMIT])
    // An answer to the commit ends the transaction in any case: behind a statement that failed it is a rollback.
    isOver = sent.at(-1)?.status === 'fulfilled'
    const answers = answersOf(sent)
    if (answers.at(-1)?.command !== 'COMMIT') throw new Error('the transaction was rolled back')
    settle(last, answers.slice(begin.length, -1))
    return result
  } catch (error) {
    isOver ||= await client.query('rollback').then(
      () => true,
      () => false,
    )
    throw error
  } finally {
    // A connection of which it is not known whether a transaction is open on it is given up.
    client.release(!isOver)
  }
}

/** Sends all, then waits for all. */
function send(client: pg.PoolClient, statements: readonly CompiledQuery[]): Promise<PromiseSettledResult<pg.QueryResult>[]> {
  return Promise.allSettled(statements.map(({ sql, parameters }) => client.query(sql, [...parameters])))
}

/** Throws the first failure: what follows it was refused for that reason. */
function answersOf(sent: readonly PromiseSettledResult<pg.QueryResult>[]): pg.QueryResult[] {
  return sent.map((answer) => {
    if (answer.status === 'rejected') throw answer.reason
    return answer.value
  })
}

function settle(exchange: Exchange, answers: readonly pg.QueryResult[]): void {
  exchange.settle(answers.map(({ rows }) => rows as unknown[]))
}
