import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import type { Pairing } from '../storage.ts'

/** `Storage.findPairing`. */
export async function findPairing(db: Kysely<Database>, secretHash: string, nowMs: number): Promise<Pairing | null> {
  const row = await db
    .selectFrom('pairings')
    .select(['code', 'ends_at_ms'])
    .where('secret_hash', '=', secretHash)
    .where('ends_at_ms', '>', nowMs)
    .executeTakeFirst()
  return row === undefined ? null : { code: row.code, secretHash, endsAtMs: row.ends_at_ms }
}

/** `Storage.openPairing`. */
export async function openPairing(db: Kysely<Database>, opened: Pairing, nowMs: number): Promise<Pairing | null> {
  await db.deleteFrom('pairings').where('ends_at_ms', '<=', nowMs).execute()
  await db
    .insertInto('pairings')
    .values({ secret_hash: opened.secretHash, code: opened.code, ends_at_ms: opened.endsAtMs, session_id: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  // Another request of the screen may have been first, or another screen may have the code.
  return findPairing(db, opened.secretHash, nowMs)
}

/** `Storage.claimPairing`. One statement: of two sessions that ask at once, the second finds the row taken. */
export async function claimPairing(db: Kysely<Database>, code: string, sessionId: string, nowMs: number): Promise<string | null> {
  const claimed = await db
    .updateTable('pairings')
    .set({ session_id: sessionId })
    .where('code', '=', code)
    .where('ends_at_ms', '>', nowMs)
    .where((is) => is.or([is('session_id', 'is', null), is('session_id', '=', sessionId)]))
    .returning('secret_hash')
    .executeTakeFirst()
  return claimed?.secret_hash ?? null
}
