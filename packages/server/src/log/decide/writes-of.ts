import {
  carriedMessage,
  carries,
  erasure,
  type GuestName,
  guestRename,
  type HostMessage,
  type KnownGuest,
  messageChange,
  type ModerationSettings,
  type ScreenControl,
  type Session,
} from '@guestwall/protocol'
import type { LogEvent } from '../../domain/log-event.ts'
import type { SeenGuest } from '../../domain/seen-guest.ts'
import type { BanForgotten, Clearing, MessageChange, NewEvent, Writes } from '../../storage/transaction.ts'
import type { BatchDecision } from './decide-batch.ts'
import { entryOf } from '../event-table.ts'
import { rowChange } from './row-change.ts'
import { ERASED_HASH } from './same-body.ts'

/** Everything that a decided batch writes. The tables of messages and sessions are a fold over the events (LOG-3). Pure. */
export function writesOf(
  { events, keys, votes, removedVotes, casts, reactions, credentials, stateBy, clears }: Omit<BatchDecision, 'outcomes' | 'tallyDueInMs'>,
  seen: readonly SeenGuest[] = [],
): Writes {
  const guests = new Map<string, KnownGuest>()
  const renames = new Map<string, GuestName>()
  const newMessages = new Map<string, HostMessage>()
  const messageChanges: (MessageChange | BanForgotten)[] = []
  let session: Session | null = null
  let settings: ModerationSettings | null = null
  let screens: ScreenControl | null = null
  for (const logged of events) {
    const { event } = logged
    const { row } = entryOf(event)
    if (row === 'newMessage' && carries(event, 'message')) newMessages.set(event.data.id, event.data)
    if (row === 'message') messageChanges.push(...messageChangesOf(logged))
    if (row === 'guest' && carries(event, 'guest')) {
      guests.set(event.data.id, event.data)
      if (!event.data.isBanned) messageChanges.push({ notBanned: event.data.id })
    }
    const renamed = guestRename(event)
    if (renamed !== null) renames.set(renamed.guestId, renamed)
    if (event.type === 'settings.changed') settings = event.data
    if (event.type === 'screen.changed') screens = event.data.control
    if (row === 'session' && carries(event, 'session')) session = event.data
  }
  return {
    events: events.map((logged): NewEvent => ({ logged, messageId: carriedMessage(logged.event)?.id ?? null })),
    keys,
    session,
    stateBy,
    clearing: clears ? CLEARING : null,
    settings,
    screens,
    seen,
    newMessages: [...newMessages.values()],
    messageChanges,
    guests: [...guests.values()],
    renames: [...renames.values()],
    votes,
    removedVotes,
    casts,
    reactions,
    credentials,
  }
}

/** A guest of whom nothing is known any more, in the place of those that earlier events name. */
const ERASED: KnownGuest = {
  id: 'erased',
  name: '',
  firstSeenAt: '1970-01-01T00:00:00.000Z',
  lastSeenAt: '1970-01-01T00:00:00.000Z',
  source: '',
  isRenamed: false,
  isMuted: false,
  isRemoved: false,
  isBanned: false,
  reason: null,
  by: null,
}
const CLEARING: Clearing = {
  erasedEvents: [
    { type: 'guest.changed', data: ERASED },
    { type: 'guest.renamed', data: { guestId: ERASED.id, guestName: '' } satisfies GuestName },
  ],
  bodyHash: ERASED_HASH,
}

/** An event that erases a text also erases the hash of the command that wrote it: a short text could be found by trying (LOG-5). */
function messageChangesOf(logged: LogEvent): MessageChange[] {
  const { event } = logged
  const changed = messageChange(event)
  if (changed === null) return []
  return [{ id: changed.id, change: rowChange(logged), bodyHash: erasure(event) === null ? null : ERASED_HASH }]
}
