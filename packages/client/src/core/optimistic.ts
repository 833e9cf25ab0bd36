import type { Guest, Position, Wall, WallMessage } from '@guestwall/protocol'
import type { Delivery, ViewBallot, ViewMessage } from '../types.ts'
import type { CastVoteEntry, EntryProgress, OutboxEntry, SendMessageEntry } from './outbox.ts'
import { kept } from './same.ts'

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
  const earlier = new Map(previous.map((view) => [view.viewKey, view]))
  const views = new Map<string, ViewMessage>()
  const show = (view: ViewMessage) => {
    const before = earlier.get(view.viewKey)
    views.set(view.viewKey, kept(before, { ...view, message: kept(before?.message, view.message) }))
  }
  for (const message of wall?.messages ?? []) {
    // Keys are public once a message is: another guest's copy of one must not pass as ours.
    const isMine = guest === null ? entries.some(({ key }) => key === message.key) : message.guestId === guest.id
    show(wallView(message, isMine))
  }
  for (const entry of entries) {
    if (entry.kind === 'sendMessage' && !views.has(entry.key) && !isOver(entry, wall, position)) show(entryView(entry, guest))
  }
  return kept(previous, [...views.values()])
}

/** This guest's newest choice of each vote, over the one that is counted. A ballot that did not change keeps its identity. */
export function viewBallots(entries: readonly OutboxEntry[], previous: readonly ViewBallot[]): readonly ViewBallot[] {
  const views = new Map<string, ViewBallot>()
  for (const entry of entries) {
    if (entry.kind === 'castVote') views.set(entry.voteId, ballotView(entry, views.get(entry.voteId)?.counted ?? null))
  }
  const earlier = ({ voteId }: ViewBallot) => previous.find((view) => view.voteId === voteId)
  const next = Array.from(views.values(), (view) => kept(earlier(view), view))
  return kept(previous, next)
}

function ballotView({ voteId, key, optionIds, progress }: CastVoteEntry, countedBefore: ViewBallot['counted']): ViewBallot {
  const counted = progress.kind === 'acknowledged' ? optionIds : countedBefore
  return { voteId, key, optionIds, counted, ...stateOf(progress, 'delivered') }
}

/** The wall does not hold the entry's message and will not, so that there is nothing to wait for. */
function isOver({ progress }: SendMessageEntry, wall: Wall | null, position: Position | null): boolean {
  if (progress.kind !== 'acknowledged') return false
  const { epoch, message } = progress
  // Guests do not learn what a host does with it (LOG-6), but after the end nothing is approved any more.
  if (message.status !== 'shown') return message.status === 'pending' && wall?.session.state === 'ended'
  // The reader is past its event: it was trimmed, and history has it.
  return position?.epoch === epoch && message.eventId <= position.lastEventId
}

function wallView(message: WallMessage, isMine: boolean): ViewMessage {
  const delivery = message.status as Delivery
  return { viewKey: isMine ? message.key : message.id, message, isMine, delivery: isMine ? delivery : null, refusal: null }
}

function entryView(entry: SendMessageEntry, guest: Guest | null): ViewMessage {
  const { key, progress } = entry
  const message = progress.kind === 'acknowledged' ? progress.message : draft(entry, guest)
  return {
    viewKey: key,
    message,
    isMine: true,
    ...stateOf(progress, message.status === 'shown' ? 'delivered' : (message.status as Delivery)),
  }
}

/** How far an entry is, in the view's words; `whenAcknowledged` is the one for what the server has. */
function stateOf<Word extends Delivery>(progress: EntryProgress, whenAcknowledged: Word) {
  if (progress.kind === 'acknowledged') return { delivery: whenAcknowledged, refusal: null }
  if (progress.kind === 'failed') return { delivery: progress.kind, refusal: progress.refusal }
  return { delivery: 'sending', refusal: progress.refusal ?? null, waitUntilMs: progress.atMs } as const
}

/** An entry as the message it hopes to become. Its `eventId` sorts after every real one. */
function draft({ key, guestName, content, photo, createdAt }: SendMessageEntry, guest: Guest | null): WallMessage {
  const guestId = guest?.id ?? ''
  return { id: key, guestId, guestName, content, status: 'shown', pinned: false, createdAt, eventId: Number.MAX_SAFE_INTEGER, key, photo }
}
