import type { Session } from '@guestwall/protocol'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../schema.ts'
import type { NewSession, StoredHead } from '../storage.ts'
import { addCredentials } from './credential-queries.ts'
import { SESSION_COLUMNS, sessionOf, sessionRow } from './rows/session-row.ts'

export function insertSession(db: Kysely<Database>, { session, epoch, credentials = [] }: NewSession): Promise<void> {
  const insert = async (tx: Kysely<Database>) => {
    await tx
      .insertInto('sessions')
      .values({ ...sessionRow(session), started_at: session.state === 'open' ? session.createdAt : null, epoch, head: 0 })
      .execute()
    await addCredentials(
      tx,
      credentials.map((record) => ({ sessionId: session.id, record })),
    )
  }
  return credentials.length === 0 ? insert(db) : db.transaction().execute(insert)
}

export async function findSession(db: Kysely<Database>, idOrCode: string): Promise<Session | null> {
  const row = await db
    .selectFrom('sessions')
    .select(SESSION_COLUMNS)
    .where((is) => is.or([is('id', '=', idOrCode), is('code', '=', idOrCode)]))
    .executeTakeFirst()
  return row === undefined ? null : sessionOf(row)
}

export async function listSessions(db: Kysely<Database>, limit: number): Promise<Session[]> {
  const rows = await db.selectFrom('sessions').select(SESSION_COLUMNS).orderBy('created_at', 'desc').orderBy('id').limit(limit).execute()
  return rows.map(sessionOf)
}

export async function readHeads(db: Kysely<Database>, sessionIds: readonly string[]): Promise<Map<string, StoredHead>> {
  if (sessionIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('sessions')
    .select(({ exists, selectFrom }) => [
      'id',
      'epoch',
      'head',
      'reactions_version',
      exists(
        selectFrom('votes')
          .select('votes.id')
          .whereRef('votes.session_id', '=', 'sessions.id')
          .whereRef('votes.chain_seq', '>', 'votes.published_seq'),
      ).as('has_unpublished_ballots'),
    ])
    .where('id', 'in', sessionIds)
    .execute()
  return new Map(
    rows.map(({ id, epoch, head, reactions_version, has_unpublished_ballots: has }) => [
      id,
      { epoch, head, hasUnpublishedBallots: Boolean(has), reactionsVersion: Number(reactions_version) },
    ]),
  )
}

/** `Storage.beginEpoch`. */
export function beginEpoch(db: Kysely<Database>, locksRows: boolean, sessionId: string, lost: string, epoch: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    // Serial: two servers that began at different sessions would each wait for the other's row.
    if (locksRows) await sql`lock table database_life in exclusive mode`.execute(tx)
    const named = await tx.updateTable('sessions').set({ epoch }).where('id', '=', sessionId).where('epoch', '=', lost).executeTakeFirst()
    if (named.numUpdatedRows === 0n) return false
    await tx.updateTable('sessions').set({ epoch }).execute()
    return true
  })
}
