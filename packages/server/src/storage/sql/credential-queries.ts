import type { Kysely } from 'kysely'
import type { SessionCredential } from '../../domain/credential-record.ts'
import type { Database } from '../schema.ts'
import type { CredentialUse } from '../storage.ts'
import { CREDENTIAL_COLUMNS, credentialRecordOf, credentialRow } from './rows/credential-row.ts'

export async function findCredential(db: Kysely<Database>, tokenHash: string): Promise<SessionCredential | null> {
  const row = await credentials(db).where('token_hash', '=', tokenHash).executeTakeFirst()
  return row === undefined ? null : { sessionId: row.session_id, record: credentialRecordOf(row) }
}

export async function listCredentials(db: Kysely<Database>, sessionIds: readonly string[]): Promise<SessionCredential[]> {
  if (sessionIds.length === 0) return []
  const rows = await credentials(db).where('session_id', 'in', sessionIds).orderBy('created_at').orderBy('id').execute()
  return rows.map((row) => ({ sessionId: row.session_id, record: credentialRecordOf(row) }))
}

export async function addCredentials(db: Kysely<Database>, added: readonly SessionCredential[]): Promise<void> {
  if (added.length === 0) return
  await db
    .insertInto('credentials')
    .values(added.map(({ sessionId, record }) => credentialRow(sessionId, record)))
    .onConflict((conflict) => conflict.columns(['session_id', 'id']).doNothing())
    .execute()
}

export function noteCredentialUses(db: Kysely<Database>, uses: readonly CredentialUse[]): Promise<void> {
  return db.transaction().execute(async (tx) => {
    // In the order of the keys: two servers that note the same ones never wait for each other in a circle.
    const ordered = uses.toSorted((left, right) => (`${left.sessionId} ${left.id}` < `${right.sessionId} ${right.id}` ? -1 : 1))
    for (const { sessionId, id, at } of ordered) {
      await tx
        .updateTable('credentials')
        .set({ last_used_at: at })
        .where('session_id', '=', sessionId)
        .where('id', '=', id)
        .where((is) => is.or([is('last_used_at', 'is', null), is('last_used_at', '<', at)]))
        .execute()
    }
  })
}

function credentials(db: Kysely<Database>) {
  return db.selectFrom('credentials').select(['session_id', ...CREDENTIAL_COLUMNS])
}
