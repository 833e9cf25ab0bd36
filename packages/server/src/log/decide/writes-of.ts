import type { Session, WallEvent, WallMessage } from '@guestwall/protocol'
import type { MessageChange, NewEvent, Writes } from '../../storage/transaction.ts'
import type { BatchDecision } from './decide-batch.ts'
import { carriedMessage, erasureOf } from './decide.ts'
import { ERASED_HASH } from './same-body.ts'

/** Everything that a decided batch writes. The tables of messages and sessions are a fold over the events (LOG-3). Pure. */
export function writesOf({ events, keys, votes, casts }: Omit<BatchDecision, 'outcomes' | 'tallyDueInMs'>): Writes {
  const newMessages = new Map<string, WallMessage>()
  const messageChanges: MessageChange[] = []
  let session: Session | null = null
  for (const { event } of events) {
    if (event.type === 'message.created') newMessages.set(event.data.id, event.data)
    else if (event.type === 'session.changed' || event.type === 'session.ended') session = event.data
    else messageChanges.push(...messageChangesOf(event))
  }
  return {
    events: events.map((logged): NewEvent => ({ logged, messageId: carriedMessage(logged.event)?.id ?? null })),
    keys,
    session,
    newMessages: [...newMessages.values()],
    messageChanges,
    votes,
    casts,
  }
}

function messageChangesOf(event: Exclude<WallEvent, { type: 'message.created' | 'session.changed' | 'session.ended' }>): MessageChange[] {
  switch (event.type) {
    case 'message.shown':
      return [{ id: event.data.id, change: { status: 'shown' }, bodyHash: null }]
    case 'message.rejected':
      return [{ id: event.data.id, change: { status: 'rejected' }, bodyHash: null }]
    case 'message.removed':
      return [{ id: event.data.id, change: { pinned: false, ...erasureOf(event.data) }, bodyHash: ERASED_HASH }]
    case 'message.pinned':
      return [{ id: event.data.id, change: { pinned: true }, bodyHash: null }]
    case 'message.unpinned':
      return [{ id: event.data.id, change: { pinned: false }, bodyHash: null }]
    case 'vote.created':
    case 'vote.opened':
    case 'vote.tally':
    case 'vote.closed':
    case 'vote.revealed':
      // `votes` has the whole row, with the counts between two tallies, which no event carries.
      return []
    case 'guest.removed':
      // No command appends it yet. Without a row it would be lost at the next start.
      throw new Error(`no row is known for ${event.type}`)
    default:
      return event satisfies never
  }
}
