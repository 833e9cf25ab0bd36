import type { WallEvent, WallMessage } from '@guestwall/protocol'
import type { Kysely } from 'kysely'
import type { LogEvent } from '../domain/log-event.ts'
import { erasureOf } from '../log/decide/decide.ts'
import { ERASED_HASH } from '../log/decide/same-body.ts'
import { chunks } from './chunks.ts'
import type { Round } from './round.ts'
import { messageRow, sessionRow } from './rows.ts'
import type { Database, MessagesTable } from './schema.ts'

type MessageRemoved = Extract<WallEvent, { type: 'message.removed' }>['data']

/** Adds what the events mean for the other tables, to the transaction that writes the events: the tables are a fold over the log. */
export function project(round: Round, db: Kysely<Database>, sessionId: string, events: readonly LogEvent[]): void {
  const created = new Map<string, WallMessage>()
  for (const { event } of events) if (event.type === 'message.created') created.set(event.data.id, event.data)
  for (const some of chunks([...created.values()]))
    round.add(db.insertInto('messages').values(some.map((message) => messageRow(sessionId, message))))
  for (const logged of events) projectChange(round, db, sessionId, logged)
}

function projectChange(round: Round, db: Kysely<Database>, sessionId: string, { event }: LogEvent): void {
  switch (event.type) {
    case 'message.created':
      return
    case 'message.shown':
      return updateMessage(round, db, sessionId, event.data.id, { status: 'shown' })
    case 'message.rejected':
      return updateMessage(round, db, sessionId, event.data.id, { status: 'rejected' })
    case 'message.removed':
      return removeMessage(round, db, sessionId, event.data)
    case 'message.pinned':
      return updateMessage(round, db, sessionId, event.data.id, { pinned: 1 })
    case 'message.unpinned':
      return updateMessage(round, db, sessionId, event.data.id, { pinned: 0 })
    case 'session.changed':
    case 'session.ended':
      round.add(db.updateTable('sessions').set(sessionRow(event.data)).where('id', '=', sessionId))
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

function updateMessage(round: Round, db: Kysely<Database>, sessionId: string, id: string, change: Partial<MessagesTable>): void {
  round.add(db.updateTable('messages').set(change).where('session_id', '=', sessionId).where('id', '=', id))
}

/** Erases the body where it stands, and the hash of the command that wrote it: a short text could be found by trying (LOG-5). */
function removeMessage(round: Round, db: Kysely<Database>, sessionId: string, removed: MessageRemoved): void {
  const { id } = removed
  const message = db.selectFrom('messages').where('session_id', '=', sessionId).where('id', '=', id)
  round.add(
    db
      .updateTable('command_keys')
      .set({ body_hash: ERASED_HASH })
      .where('session_id', '=', sessionId)
      .where('key', '=', message.select('key'))
      .where('actor_id', '=', message.select('guest_id')),
  )
  const { status, content, guestName } = erasureOf(removed)
  updateMessage(round, db, sessionId, id, { status, content, pinned: 0, ...(guestName === undefined ? {} : { guest_name: guestName }) })
}
