import type { Guest, Position, Wall, WallMessage } from '@guestwall/protocol'
import type { ClientRefusal, Delivery, ViewMessage } from '../types.ts'
import type { OutboxEntry } from './outbox.ts'

/** Sorts after every real one. */
const DRAFT_EVENT_ID = Number.MAX_SAFE_INTEGER

export interface ViewSource {
  readonly wall: Wall | null
  readonly position: Position | null
  readonly guest: Guest | null
  readonly entries: readonly OutboxEntry[]
}

/**
 * The wall's messages, then this guest's own entries that the wall does not show yet, in the order they were written (SEND-3).
 * Parts that did not change keep their identity, the whole list too: `previous` is the last answer.
 */
export function viewMessages({ wall, position, guest, entries }: ViewSource, previous: readonly ViewMessage[]): readonly ViewMessage[] {
  const before = new Map(previous.map((view) => [view.viewKey, view]))
  const views = new Map<string, ViewMessage>()
  const show = (view: ViewMessage) => views.set(view.viewKey, reuse(before.get(view.viewKey), view))
  for (const message of wall?.messages ?? []) {
    // Keys are public once a message is: another guest's copy of one must not pass as ours.
    const isMine = guest === null ? entries.some(({ key }) => key === message.key) : message.guestId === guest.id
    show(isMine ? ownView(message.key, message, message.status === 'pending' ? 'pending' : 'shown') : theirView(message))
  }
  for (const entry of entries) if (!views.has(entry.key) && !isOver(entry, wall, position)) show(entryView(entry, guest))
  const next = [...views.values()]
  return next.length === previous.length && next.every((view, at) => view === previous[at]) ? previous : next
}

/** The wall does not hold the entry's message and will not, so that there is nothing to wait for. */
function isOver({ progress }: OutboxEntry, wall: Wall | null, position: Position | null): boolean {
  if (progress.kind !== 'acknowledged') return false
  const { epoch, message } = progress
  // What a host does with it guests are not told (LOG-6), but after the end nothing is approved any more.
  if (message.status === 'pending') return wall?.session.state === 'ended'
  // The reader is past its event: it was trimmed, and history has it.
  return position !== null && epoch === position.epoch && message.eventId <= position.lastEventId
}

function theirView(message: WallMessage): ViewMessage {
  return { viewKey: message.id, message, isMine: false, delivery: null, refusal: null }
}

function ownView(viewKey: string, message: WallMessage, delivery: Delivery, refusal: ClientRefusal | null = null): ViewMessage {
  return { viewKey, message, isMine: true, delivery, refusal }
}

function entryView(entry: OutboxEntry, guest: Guest | null): ViewMessage {
  const { key, progress } = entry
  switch (progress.kind) {
    case 'queued':
      return ownView(key, draft(entry, guest), 'sending')
    case 'acknowledged':
      return ownView(key, progress.message, progress.message.status === 'pending' ? 'pending' : 'delivered')
    case 'failed':
      return ownView(key, draft(entry, guest), 'failed', progress.refusal)
    default:
      return progress satisfies never
  }
}

/** An entry as the message it hopes to become. */
function draft({ key, guestName, content, createdAt }: OutboxEntry, guest: Guest | null): WallMessage {
  const guestId = guest?.id ?? ''
  return { id: key, guestId, guestName, content, status: 'shown', pinned: false, createdAt, eventId: DRAFT_EVENT_ID, key }
}

function reuse(before: ViewMessage | undefined, view: ViewMessage): ViewMessage {
  if (before?.delivery !== view.delivery || before.refusal !== view.refusal) return view
  // A draft is made anew each time.
  const isSameDraft = view.message.eventId === DRAFT_EVENT_ID && before.message.guestId === view.message.guestId
  return before.message === view.message || isSameDraft ? before : view
}
