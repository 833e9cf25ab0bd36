import { type Kysely, sql } from 'kysely'
import type { Database } from '../schema.ts'
import type { DeleteCondition } from '../storage.ts'
import { deleteSessionRow } from './session-life-queries.ts'

/**
 * The deletion of a session, however large: in one transaction the session is gone, and its rows follow in parts, with room for the writes of other
 * sessions between them. No part takes as long as a statement may.
 */

/** Rows of one part. A part takes some 20 ms. */
const PART_ROWS = 1_500

/** Tables with few rows: they go with the session itself, credentials above all. */
const SMALL_TABLES = ['credentials', 'settings', 'screens', 'votes'] as const

/** Carries a part out as one write. */
export type WritePart = <Result>(part: () => Promise<Result>) => Promise<Result>

/** `Storage.deleteSession`. */
export async function deleteInParts(
  db: Kysely<Database>,
  locksRows: boolean,
  sessionId: string,
  only: DeleteCondition,
  write: WritePart,
): Promise<boolean> {
  const isDeleted = await write(() => deleteSession(db, locksRows, sessionId, only))
  if (isDeleted) await deleteRows(db, locksRows, sessionId, write)
  return isDeleted
}

/** Finishes deletions that were interrupted, by the end of a process above all. */
export async function finishDeletions(db: Kysely<Database>, locksRows: boolean, write: WritePart): Promise<void> {
  // One step of the index for each session, not for each event.
  const { rows } = await sql<{ id: string }>`
    with recursive ids(id) as (
      select min(session_id) from events
      union all select (select min(session_id) from events where session_id > ids.id) from ids where ids.id is not null
    )
    select id from ids where id is not null and id not in (select id from sessions)`.execute(db)
  for (const { id } of rows) await deleteRows(db, locksRows, id, write)
}

/** The transaction after which no reader finds the session. */
function deleteSession(db: Kysely<Database>, locksRows: boolean, sessionId: string, only: DeleteCondition): Promise<boolean> {
  if (locksRows) return deleteSessionRow(db, locksRows, sessionId, only, SMALL_TABLES)
  // In SQLite every table has a foreign key, by which this transaction would delete every row of the session.
  return db.connection().execute(async (on) => {
    await sql`pragma foreign_keys = off`.execute(on)
    try {
      return await deleteSessionRow(on, locksRows, sessionId, only, SMALL_TABLES)
    } finally {
      await sql`pragma foreign_keys = on`.execute(on)
    }
  })
}

/** Every table with rows of sessions. The events are the last: while some are left, the rest is not finished. */
async function tablesOfSessions(db: Kysely<Database>): Promise<string[]> {
  const tables = await db.introspection.getTables()
  const names = tables.filter(({ columns }) => columns.some(({ name }) => name === 'session_id')).map(({ name }) => name)
  return [...names.filter((name) => name !== 'events'), 'events']
}

async function deleteRows(db: Kysely<Database>, locksRows: boolean, sessionId: string, write: WritePart): Promise<void> {
  for (const table of await tablesOfSessions(db)) {
    while (await hasRows(db, table, sessionId)) {
      // The other calls of this thread have their turn.
      await new Promise((resolve) => setImmediate(resolve))
      await write(() => partOf(locksRows, table, sessionId).execute(db))
    }
  }
}

async function hasRows(db: Kysely<Database>, table: string, sessionId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from ${sql.table(table)} where session_id = ${sessionId} limit 1`.execute(db)
  return rows.length > 0
}

/** Deletes some rows of the session. Rows that another server deletes at the same time are left to it: neither waits for the other. */
function partOf(locksRows: boolean, table: string, sessionId: string) {
  const address = sql.raw(locksRows ? 'ctid' : 'rowid')
  const some = sql`select ${address} from ${sql.table(table)} where session_id = ${sessionId} limit ${sql.lit(PART_ROWS)}`
  return locksRows
    ? sql`delete from ${sql.table(table)} where ctid = any(array(${some} for update skip locked))`
    : sql`delete from ${sql.table(table)} where rowid in (${some})`
}
