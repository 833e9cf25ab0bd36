import { CompiledQuery } from 'kysely'
import type pg from 'pg'
import type { Exchange, TransactionPlan } from '../sql/exchange.ts'

const BEGIN = CompiledQuery.raw('begin')
const COMMIT = CompiledQuery.raw('commit')

/**
 * Carries a transaction out in as many exchanges as its plan has. The statements of an exchange are sent without waiting for each other's answers:
 * those of the first one with `begin`, those of the last one with `commit`. So the row lock is held for the fewest round trips, which matters when
 * the database is far away. PostgreSQL runs the statements one after the other, each on its own snapshot; after a failed one it refuses the rest,
 * the commit included.
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
    // An answer to the commit always ends the transaction: after a failed statement it is a rollback.
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
    // When it is unknown whether a transaction is still open on the connection, the connection is closed.
    client.release(!isOver)
  }
}

/** Sends all, then waits for all. */
function send(client: pg.PoolClient, statements: readonly CompiledQuery[]): Promise<PromiseSettledResult<pg.QueryResult>[]> {
  return Promise.allSettled(statements.map(({ sql, parameters }) => client.query(sql, [...parameters])))
}

/** Throws the first failure: the later statements were refused because of it. */
function answersOf(sent: readonly PromiseSettledResult<pg.QueryResult>[]): pg.QueryResult[] {
  return sent.map((answer) => {
    if (answer.status === 'rejected') throw answer.reason
    return answer.value
  })
}

function settle(exchange: Exchange, answers: readonly pg.QueryResult[]): void {
  exchange.settle(answers.map(({ rows }) => rows as unknown[]))
}
