import { type Kysely, sql } from 'kysely'
import type { Database } from '../schema.ts'

/** Rows of one page: those of the widest table fit into one INSERT of either engine. */
const PAGE_ROWS = 500

/** The tables of a backup and the columns that order their rows. The order of the tables lets each row find the rows to which it refers. */
const KEYS: Readonly<Record<Exclude<keyof Database, 'database_life' | 'write_probe' | 'pairings'>, readonly string[]>> = {
  sessions: ['id'],
  events: ['session_id', 'id'],
  messages: ['session_id', 'id'],
  guests: ['session_id', 'id'],
  command_keys: ['session_id', 'key', 'actor_id'],
  votes: ['session_id', 'id'],
  ballots: ['session_id', 'vote_id', 'guest_id'],
  ballot_chain: ['session_id', 'vote_id', 'seq'],
  reactions: ['session_id', 'message_id', 'guest_id'],
  credentials: ['session_id', 'id'],
  settings: ['session_id'],
  screens: ['session_id'],
  photos: ['session_id', 'id'],
}

/** Tables that describe the database itself, or are true for minutes: not its content. */
export const LOCAL_TABLES: readonly (keyof Database)[] = ['database_life', 'write_probe', 'pairings']
export const COPIED_TABLES = Object.keys(KEYS) as (keyof typeof KEYS)[]

type Row = Readonly<Record<string, unknown>>

/** Copies every row into a database that has the newest schema and no rows. Both databases may be of either engine. */
export async function copyTables(from: Kysely<Database>, to: Kysely<Database>, onProgress: (words: string) => void): Promise<void> {
  const tables = await to.introspection.getTables()
  for (const table of COPIED_TABLES) {
    const columns = tables.find(({ name }) => name === table)?.columns.map(({ name }) => name) ?? []
    let copied = 0
    for await (const rows of pages(from, table, columns)) {
      await insert(to, table, columns, rows)
      copied += rows.length
      onProgress(`${table}: ${copied} rows`)
    }
  }
}

async function* pages(from: Kysely<Database>, table: keyof typeof KEYS, columns: readonly string[]): AsyncGenerator<readonly Row[]> {
  const key = KEYS[table]
  const order = list(key)
  for (let last: Row | undefined; ; ) {
    const after: Row | undefined = last
    const place = after === undefined ? sql`true` : sql`(${order}) > (${sql.join(key.map((name) => sql`${after[name]}`))})`
    const { rows } = await sql<Row>`
      select ${list(columns)} from ${sql.table(table)} where ${place} and ${isCopied(table)} order by ${order} limit ${sql.lit(PAGE_ROWS)}`.execute(
      from,
    )
    if (rows.length > 0) yield rows
    if (rows.length < PAGE_ROWS) return
    last = rows.at(-1)
  }
}

/** The rows that are content. A session that is being deleted leaves rows for a while, and is no session any more. */
export function isCopied(table: keyof typeof KEYS) {
  return table === 'sessions' ? sql<boolean>`true` : sql<boolean>`session_id in (select id from sessions)`
}

async function insert(to: Kysely<Database>, table: keyof typeof KEYS, columns: readonly string[], rows: readonly Row[]): Promise<void> {
  const values = rows.map((row) => sql`(${sql.join(columns.map((name) => sql`${row[name]}`))})`)
  await sql`insert into ${sql.table(table)} (${list(columns)}) values ${sql.join(values)}`.execute(to)
}

function list(names: readonly string[]) {
  return sql.join(names.map((name) => sql.ref(name)))
}
