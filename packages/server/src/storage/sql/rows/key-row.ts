import type { Insertable, Selectable } from 'kysely'
import type { KnownKey } from '../../../domain/known-key.ts'
import type { CommandKeysTable } from '../../schema.ts'

export const KEY_COLUMNS = ['key', 'actor_id', 'body_hash', 'message_id', 'vote_id', 'refusal'] as const

export function knownKeyOf(row: Pick<Selectable<CommandKeysTable>, (typeof KEY_COLUMNS)[number]>): KnownKey {
  return {
    key: row.key,
    actorId: row.actor_id,
    bodyHash: row.body_hash,
    messageId: row.message_id,
    voteId: row.vote_id,
    refusal: row.refusal,
  }
}

export function keyRow(sessionId: string, known: KnownKey): Insertable<CommandKeysTable> {
  return {
    session_id: sessionId,
    key: known.key,
    actor_id: known.actorId,
    body_hash: known.bodyHash,
    message_id: known.messageId,
    vote_id: known.voteId,
    refusal: known.refusal,
  }
}
