import { type Kysely, sql } from 'kysely'
import type { Database } from '../schema.ts'
import { deleteSession } from '../sql/session-life-queries.ts'
import type { DeleteCondition } from '../storage.ts'

/**
 * The deletion of a session in SQLite, whose one connection everybody shares: in one transaction the session is gone, and its rows follow in parts, with
 * room for the writes of other sessions between them.
 */

/** Rows of one part. A part takes some 20 ms. */
const PART_ROWS = 1_500

/** Tables with few rows: they go with the session itself, credentials above all. */
const SMALL_TABLES = ['credentials', 'settings', 'screens', 'votes'] as const

/** Carries a part out as one write. */
export type WritePart = <Result>(part: () => Promise<Result>) => Promise<Result>

/** `Storage.deleteSession`. */
export async function deleteInParts(db: Kysely<Database>, sessionId: string, only: DeleteCondition, write: WritePart): Promise<boolean> {
  const isDeleted = await write(() => deleteRow(db, sessionId, only))
  if (isDeleted) await deleteRows(db, sessionId, write)
  return isDeleted
}

/** Finishes deletions that the end of a process has interrupted. */
export async function finishDeletions(db: Kysely<Database>): Promise<void> {
  // One step of the index for each session, not for each event.
  const { rows } = await sql<{ id: string }>`
    with recursive ids(id) as (
      select min(session_id) from events
      union all select (select min(session_id) from events where session_id > ids.id) from ids where ids.id is not null
    )
    select id from ids where id is not null and id not in (select id from sessions)`.execute(db)
  for (const { id } of rows) await deleteRows(db, id, (part) => part())
}

/** The transaction after which no reader finds the session. Without the setting SQLite would delete every row of it in this transaction. */
function deleteRow(db: Kysely<Database>, sessionId: string, only: DeleteCondition): Promise<boolean> {
  return db.connection().execute(async (on) => {
    await sql`pragma foreign_keys = off`.execute(on)
    try {
      return await deleteSession(on, false, sessionId, only, SMALL_TABLES)
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

async function deleteRows(db: Kysely<Database>, sessionId: string, write: WritePart): Promise<void> {
  for (const table of await tablesOfSessions(db)) {
    for (let deleted = PART_ROWS; deleted === PART_ROWS; ) {
      // The other calls of this thread have their turn.
      await new Promise((resolve) => setImmediate(resolve))
      deleted = await write(async () => {
        const { numAffectedRows = 0n } = await sql`
          delete from ${sql.table(table)} where rowid in
          (select rowid from ${sql.table(table)} where session_id = ${sessionId} limit ${sql.lit(PART_ROWS)})`.execute(db)
        return Number(numAffectedRows)
      })
    }
  }
}
