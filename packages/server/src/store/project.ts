import type { WallMessage } from '@guestwall/protocol'
import type { Transaction } from 'kysely'
import type { LogEvent } from '../domain/audience.ts'
import { ERASED_HASH } from '../domain/same-body.ts'
import { chunks } from './chunks.ts'
import { messageRow, sessionRow } from './rows.ts'
import type { Database, MessagesTable } from './schema.ts'

/** Writes what the events mean for the other tables, in the transaction that writes the events: the tables are a fold over the log. */
export async function project(tx: Transaction<Database>, sessionId: string, events: readonly LogEvent[]): Promise<void> {
  const created = new Map<string, WallMessage>()
  for (const { event } of events) if (event.type === 'message.created') created.set(event.data.id, event.data)
  for (const some of chunks([...created.values()])) {
    await tx
      .insertInto('messages')
      .values(some.map((message) => messageRow(sessionId, message)))
      .execute()
  }
  for (const logged of events) await projectChange(tx, sessionId, logged)
}

async function projectChange(tx: Transaction<Database>, sessionId: string, { event }: LogEvent): Promise<void> {
  switch (event.type) {
    case 'message.created':
      return
    case 'message.shown':
      return updateMessage(tx, sessionId, event.data.id, { status: 'shown' })
    case 'message.rejected':
      return updateMessage(tx, sessionId, event.data.id, { status: 'rejected' })
    case 'message.removed':
      return removeMessage(tx, sessionId, event.data.id)
    case 'message.pinned':
      return updateMessage(tx, sessionId, event.data.id, { pinned: 1 })
    case 'message.unpinned':
      return updateMessage(tx, sessionId, event.data.id, { pinned: 0 })
    case 'session.changed':
    case 'session.ended':
      await tx.updateTable('sessions').set(sessionRow(event.data)).where('id', '=', sessionId).execute()
      return
    case 'vote.created':
    case 'vote.opened':
    case 'vote.tally':
    case 'vote.closed':
    case 'vote.revealed':
      // A vote's row also holds what no event tells of, such as counts between two tallies: `writeVotes` writes it whole.
      return
    case 'guest.removed':
      // Nothing appends it yet; one that came here would be a fact without its row.
      throw new Error(`no projection for ${event.type}`)
    default:
      event satisfies never
  }
}

async function updateMessage(tx: Transaction<Database>, sessionId: string, id: string, change: Partial<MessagesTable>): Promise<void> {
  await tx.updateTable('messages').set(change).where('session_id', '=', sessionId).where('id', '=', id).execute()
}

/** Erases the body where it stands, and the hash of the command that wrote it: a short text could be found by trying (LOG-5). */
async function removeMessage(tx: Transaction<Database>, sessionId: string, id: string): Promise<void> {
  const message = await tx
    .selectFrom('messages')
    .select(['key', 'guest_id'])
    .where('session_id', '=', sessionId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  await tx
    .updateTable('command_keys')
    .set({ body_hash: ERASED_HASH })
    .where('session_id', '=', sessionId)
    .where('key', '=', message.key)
    .where('actor_id', '=', message.guest_id)
    .execute()
  await updateMessage(tx, sessionId, id, { status: 'removed', content: '', pinned: 0 })
}
