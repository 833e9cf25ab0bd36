import { type Kysely, sql } from 'kysely'
import type { Database } from '../schema.ts'
import type { DeleteCondition, QuietSession } from '../storage.ts'

/** Deletes the row of a session, with its pairings and the rows that go with it by a foreign key. `besides`: tables whose rows do not go by themselves. */
export function deleteSessionRow(
  db: Kysely<Database>,
  locksRows: boolean,
  sessionId: string,
  only: DeleteCondition,
  besides: readonly ('credentials' | 'settings' | 'screens' | 'votes')[] = [],
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const lock = tx.selectFrom('sessions').select('head').where('id', '=', sessionId)
    const row = await (locksRows ? lock.forUpdate() : lock).executeTakeFirst()
    if (row === undefined || (only.head !== undefined && only.head !== row.head)) return false
    if (only.credentialId !== undefined && !(await isValid(tx, sessionId, only.credentialId))) return false
    await tx.deleteFrom('sessions').where('id', '=', sessionId).execute()
    for (const table of besides) await tx.deleteFrom(table).where('session_id', '=', sessionId).execute()
    await tx.deleteFrom('pairings').where('session_id', '=', sessionId).execute()
    return true
  })
}

async function isValid(tx: Kysely<Database>, sessionId: string, credentialId: string): Promise<boolean> {
  const credential = await tx
    .selectFrom('credentials')
    .select('revoked_at')
    .where('session_id', '=', sessionId)
    .where('id', '=', credentialId)
    .executeTakeFirst()
  return credential?.revoked_at === null
}

/** `StorageReader.readDueOpenings`. */
export async function readDueOpenings(db: Kysely<Database>, now: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('sessions')
    .select('id')
    // The planner uses the partial index only where it sees the condition of the index.
    .where('opens_at', 'is not', null)
    .where('opens_at', '<=', now)
    .where('state', 'in', ['scheduled', 'rehearsing'])
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** `StorageReader.readQuietSessions`. */
export async function readQuietSessions(db: Kysely<Database>, before: string, afterId: string, limit: number): Promise<QuietSession[]> {
  const lastAt = sql<string>`coalesce(events.at, sessions.created_at)`
  const rows = await db
    .selectFrom('sessions')
    .leftJoin('events', (join) => join.onRef('events.session_id', '=', 'sessions.id').onRef('events.id', '=', 'sessions.head'))
    .select(['sessions.id', 'sessions.head', 'sessions.retention_days', lastAt.as('last_at')])
    .where('sessions.state', '!=', 'scheduled')
    .where('sessions.id', '>', afterId)
    .where(lastAt, '<', before)
    .orderBy('sessions.id')
    .limit(limit)
    .execute()
  return rows.map(({ id, head, retention_days, last_at }) => ({ id, head, lastAt: last_at, retentionDays: retention_days }))
}
