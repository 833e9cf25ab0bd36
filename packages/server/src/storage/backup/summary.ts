import { type Kysely, sql } from 'kysely'
import type { Database } from '../schema.ts'
import { COPIED_TABLES, isCopied } from './copy-tables.ts'

/** The content of a database, for people. */
export interface Summary {
  readonly sessions: number
  readonly messages: number
  readonly ballots: number
  /** The time of the newest event, ISO 8601; `null` when there is none. */
  readonly newest: string | null
}

export async function summaryOf(db: Kysely<Database>): Promise<Summary> {
  const count = (table: 'sessions' | 'messages' | 'ballots') => countOf(db, table)
  const newest = await db
    .selectFrom('events')
    .select(({ fn }) => fn.max('at').as('at'))
    .executeTakeFirst()
  return {
    sessions: await count('sessions'),
    messages: await count('messages'),
    ballots: await count('ballots'),
    newest: newest?.at ?? null,
  }
}

export function describeSummary({ sessions, messages, ballots, newest }: Summary): string {
  const until = newest === null ? '' : `, the newest event of ${newest}`
  return `${some(sessions, 'session')} with ${some(messages, 'message')} and ${some(ballots, 'ballot')}${until}`
}

function some(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}

async function countOf(db: Kysely<Database>, table: (typeof COPIED_TABLES)[number]): Promise<number> {
  const { rows } = await sql<{
    count: number | string
  }>`select count(*) as count from ${sql.table(table)} where ${isCopied(table)}`.execute(db)
  return Number(rows[0]?.count)
}

/** The tables in which two databases have a different number of rows, as text. */
export async function countDifferences(one: Kysely<Database>, other: Kysely<Database>): Promise<string[]> {
  const found: string[] = []
  for (const table of COPIED_TABLES) {
    const [expected, counted] = [await countOf(one, table), await countOf(other, table)]
    if (expected !== counted) found.push(`${table} has ${counted} rows, not ${expected}`)
  }
  return found
}

/** Sessions whose log does not have every number from 1 to its head exactly once, as text. */
export async function logFaults(db: Kysely<Database>): Promise<string[]> {
  const rows = await db
    .selectFrom('sessions')
    .leftJoin('events', 'events.session_id', 'sessions.id')
    .select(({ fn }) => [
      'sessions.id',
      'sessions.head',
      fn.count('events.id').as('events'),
      fn.max('events.id').as('last'),
      fn.min('events.id').as('first'),
    ])
    .groupBy(['sessions.id', 'sessions.head'])
    .execute()
  return rows.flatMap(({ id, head, events, first, last }) => {
    const isWhole = Number(events) === head && (head === 0 || (Number(first) === 1 && Number(last) === head))
    return isWhole ? [] : [`the log of session ${id} has ${events} events up to number ${last ?? 0}, and says ${head}`]
  })
}
