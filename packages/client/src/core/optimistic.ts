import type { Guest, Position, Wall, WallMessage } from '@guestwall/protocol'
import type { Delivery, ViewMessage } from '../types.ts'
import type { OutboxEntry } from './outbox.ts'

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
export function viewMessages(source: ViewSource, previous: readonly ViewMessage[]): readonly ViewMessage[] {
  const ownKeys = new Set(source.entries.map((entry) => entry.key))
  const shown = (source.wall?.messages ?? []).map((message) => shownView(message, source.guest, ownKeys))
  const settled = new Set(shown.flatMap((view) => (view.isMine ? view.viewKey : [])))
  const own = source.entries.filter((entry) => !settled.has(entry.key) && !wasRead(entry, source.position))
  const before = new Map(previous.map((view) => [view.viewKey, view]))
  const next = [...shown, ...own.map((entry) => entryView(entry, source.guest))]
  const views = next.map((view) => reuse(before.get(view.viewKey), view))
  return views.length === previous.length && views.every((view, at) => view === previous[at]) ? previous : views
}

/** The reader is past the entry's event and the wall does not hold it: it was trimmed, and history has it. */
function wasRead({ progress }: OutboxEntry, position: Position | null): boolean {
  if (progress.kind !== 'acknowledged' || progress.message.status === 'pending' || position === null) return false
  return progress.epoch === position.epoch && progress.message.eventId <= position.lastEventId
}

function shownView(message: WallMessage, guest: Guest | null, ownKeys: ReadonlySet<string>): ViewMessage {
  // Keys are public once a message is: another guest's copy of one must not pass as ours.
  const isMine = guest === null ? ownKeys.has(message.key) : message.guestId === guest.id
  if (!isMine) return { viewKey: message.id, message, isMine, delivery: null, refusal: null }
  return { viewKey: message.key, message, isMine, delivery: message.status === 'pending' ? 'pending' : 'shown', refusal: null }
}

function entryView(entry: OutboxEntry, guest: Guest | null): ViewMessage {
  const { progress } = entry
  const message = progress.kind === 'acknowledged' ? progress.message : draft(entry, guest)
  return {
    viewKey: entry.key,
    message,
    isMine: true,
    delivery: deliveryOf(entry),
    refusal: progress.kind === 'failed' ? progress.refusal : null,
  }
}

function deliveryOf({ progress }: OutboxEntry): Delivery {
  if (progress.kind === 'queued') return 'sending'
  if (progress.kind === 'failed') return 'failed'
  return progress.message.status === 'pending' ? 'pending' : 'delivered'
}

/** An entry as the message it hopes to become. Its `eventId` sorts after every real one. */
function draft(entry: OutboxEntry, guest: Guest | null): WallMessage {
  return {
    id: entry.key,
    guestId: guest?.id ?? '',
    guestName: entry.guestName,
    content: entry.content,
    status: 'shown',
    pinned: false,
    createdAt: entry.createdAt,
    eventId: Number.MAX_SAFE_INTEGER,
    key: entry.key,
  }
}

function reuse(before: ViewMessage | undefined, view: ViewMessage): ViewMessage {
  if (before === undefined || before.delivery !== view.delivery || before.isMine !== view.isMine || before.refusal !== view.refusal)
    return view
  return before.message === view.message || isSameDraft(before.message, view.message) ? before : view
}

function isSameDraft(a: WallMessage, b: WallMessage): boolean {
  return a.eventId === Number.MAX_SAFE_INTEGER && b.eventId === a.eventId && a.guestId === b.guestId
}
