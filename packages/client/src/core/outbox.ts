import {
  type Ack,
  type ClientCommand,
  type Photo,
  type Position,
  type Recipient,
  WALL_VOTES,
  type Wall,
  type WallMessage,
} from '@guestwall/protocol'
import type { ClientRefusal } from '../types.ts'
import { backoffMs } from './backoff.ts'

/** Entries acknowledged within this time are sent again to a log that lost them (LOG-4). */
export const REQUEUE_MS = 10 * 60_000
/** A message that waits for the host, or is for the hosts alone, stays visible to its guest this long; later only the wall can show it. */
export const KEEP_PENDING_MS = 24 * 60 * 60_000
/** Another tab has this long to send its own entry. After that its tab is closed or broken, and this tab sends the entry. */
export const OTHER_TAB_GRACE_MS = 15_000

/** The progress of an entry. `Message` is the message in the log. */
export type EntryProgress<Message = WallMessage | undefined> =
  /**
   * `isTried`: sent at least once, by any tab or page, so it may be in the log even without an answer. `refusal`: the server asked to send it
   * again, not before `atMs` (monotonic).
   */
  | {
      readonly kind: 'queued'
      readonly isTried?: boolean | undefined
      readonly refusal?: ClientRefusal | undefined
      readonly atMs?: number | undefined
    }
  /** In the log since `atMs` (monotonic). `epoch` is the reader's at that time, if it had one. */
  | { readonly kind: 'acknowledged'; readonly message: Message; readonly epoch: string | null; readonly atMs: number }
  | { readonly kind: 'failed'; readonly refusal: ClientRefusal }

interface EntryOf<Message> {
  readonly key: string
  /** Rises with each entry of this guest: the order in which they are sent (SEND-5). */
  readonly order: number
  readonly createdAt: string
  readonly progress: EntryProgress<Message>
}
export interface SendMessageEntry extends EntryOf<WallMessage> {
  readonly kind: 'sendMessage'
  readonly content: string
  readonly guestName: string
  readonly to?: Recipient | undefined
  /** Its photo, which is on the server already. */
  readonly photo?: Photo | undefined
}
/** Once acknowledged, `optionIds` is the choice as the server counted it. */
export interface CastVoteEntry extends EntryOf<undefined> {
  readonly kind: 'castVote'
  readonly voteId: string
  readonly optionIds: readonly string[]
}

/** A guest's command, as it is stored. A union by `kind`: each command that survives a reload is a member. */
export type OutboxEntry = SendMessageEntry | CastVoteEntry
/** The content of the command. */
export type EntryBody =
  | Pick<SendMessageEntry, 'kind' | 'content' | 'guestName' | 'to' | 'photo'>
  | Pick<CastVoteEntry, 'kind' | 'voteId' | 'optionIds'>
type WithoutRef<Command> = Command extends unknown ? Omit<Command, 'ref'> : never
/** The command as it is sent, over each transport. */
export type EntryCommand = WithoutRef<Extract<ClientCommand, { key: string }>>
/** The answer to it. */
export type EntryResult = Pick<Ack, 'message' | 'ballot'>

/** A guest's own entries, ascending by `order`, and the state of sending them. */
export interface Outbox {
  readonly entries: readonly OutboxEntry[]
  /** The key of the entry that is being sent: the next follows its answer, so that order holds (SEND-5). */
  readonly inFlight: string | null
  /** Attempts in a row without an answer. */
  readonly unanswered: number
  /** No attempt before this moment after unanswered ones. Any sign of a working network ends the pause. */
  readonly pauseUntilMs: number
  /** The server asked to wait until this moment, for each kind of entry (SEND-4). A ballot does not wait for a message. */
  readonly refusedUntilMs: { readonly [Kind in OutboxEntry['kind']]?: number }
  /** Entries that must not be sent before a moment, by key: another tab's during its grace, or `UNSTORED`. */
  readonly heldUntilMs: ReadonlyMap<string, number>
}

/** Storage has not confirmed the entry: neither it nor the entries behind it are sent before (SEND-6). */
const UNSTORED = Infinity

const TRIED = { kind: 'queued', isTried: true } as const

export const EMPTY_OUTBOX: Outbox = {
  entries: [],
  inFlight: null,
  unanswered: 0,
  pauseUntilMs: 0,
  refusedUntilMs: {},
  heldUntilMs: new Map(),
}

/** The next action of the outbox. */
export type NextSend =
  | { readonly kind: 'send'; readonly entry: OutboxEntry }
  | { readonly kind: 'wait'; readonly untilMs: number }
  /** Nothing to send, or an answer is awaited. */
  | { readonly kind: 'idle' }

/**
 * The next action. Entries are sent in order, one at a time. Skipped are: another tab's entry during its grace, and with it the later ones of
 * its queue, so that the log has them in the order they were written; and the kind of entry that the server asked to wait for.
 */
export function nextSend(outbox: Outbox, nowMs: number): NextSend {
  if (outbox.inFlight !== null) return { kind: 'idle' }
  const queued = queuedEntries(outbox)
  const heldUntilMs = (entry: OutboxEntry) => {
    // By the place in the list, which is the same in every tab: two entries never wait for each other.
    const upToIt = queued.slice(0, queued.indexOf(entry) + 1).filter((other) => voteOf(other) === voteOf(entry))
    return Math.max(outbox.refusedUntilMs[entry.kind] ?? 0, ...upToIt.map(({ key }) => outbox.heldUntilMs.get(key) ?? 0))
  }
  const entry = queued.find((candidate) => heldUntilMs(candidate) <= nowMs || heldUntilMs(candidate) === UNSTORED)
  // The minimum of no entries is infinite, too.
  const untilMs = entry === undefined ? Math.min(...queued.map(heldUntilMs)) : Math.max(heldUntilMs(entry), outbox.pauseUntilMs)
  if (untilMs === UNSTORED) return { kind: 'idle' }
  return entry === undefined || untilMs > nowMs ? { kind: 'wait', untilMs } : { kind: 'send', entry }
}

export function queuedEntries(outbox: Outbox): readonly OutboxEntry[] {
  return outbox.entries.filter((entry) => entry.progress.kind === 'queued')
}

export function findEntry(outbox: Outbox, key: string): OutboxEntry | undefined {
  return outbox.entries.find((entry) => entry.key === key)
}

/** The vote of a ballot. Entries of one vote, and all messages, are sent in the order they were written (SEND-5); of a vote the newest counts. */
export function voteOf(entry: EntryBody): string | null {
  return entry.kind === 'castVote' ? entry.voteId : null
}

/** A new entry of this tab: visible at once, sent after `markStored`. */
export function addEntry(outbox: Outbox, entry: OutboxEntry): Outbox {
  return hold(putEntry(outbox, entry), entry.key, UNSTORED)
}

/** The order of a new entry, by the wall time, which all tabs share. It is later than every known one, also when that clock steps back. */
export function nextOrder(outbox: Outbox, wallMs: number): number {
  return Math.max(wallMs, ...outbox.entries.map((entry) => entry.order + 1))
}

/**
 * Entries that were `written` before the stored ones were `found` come after these (SEND-5): the wall time may have stepped back since the
 * earlier page. Nothing is sent before the stored entries are read, so the order may still change.
 */
export function moveBehind(outbox: Outbox, written: readonly OutboxEntry[], found: readonly OutboxEntry[]): Outbox {
  const earlier = found.filter((entry) => !written.some(({ key }) => key === entry.key))
  const lateBy = Math.max(...earlier.map(({ order }) => order)) + 1 - Math.min(...written.map(({ order }) => order))
  return lateBy > 0 ? written.reduce((next, entry) => putEntry(next, { ...entry, order: entry.order + lateBy }), outbox) : outbox
}

export function markStored(outbox: Outbox, key: string): Outbox {
  return hold(outbox, key, null)
}

/**
 * An entry found in storage: of an earlier page, or of another tab, which has until `heldUntilMs` to send it. It never reopens a settled
 * entry, and never changes the one that is being sent here.
 */
export function adoptEntry(outbox: Outbox, entry: OutboxEntry, heldUntilMs: number): Outbox {
  const known = findEntry(outbox, entry.key)
  const { key, progress } = entry
  if (progress.kind !== 'queued') return known?.progress.kind === 'acknowledged' ? outbox : settle(outbox, entry)
  if (known === undefined) return hold(putEntry(outbox, entry), key, heldUntilMs)
  // Another tab may have tried it.
  return known.progress.kind === 'queued' ? putEntry(outbox, { ...known, progress }) : outbox
}

/** The entry is being sent, for the first time or again. */
export function markSent(outbox: Outbox, entry: OutboxEntry): Outbox {
  return { ...putEntry(outbox, { ...entry, progress: TRIED }), inFlight: entry.key }
}

/**
 * The entry is in the log (SEND-2): known from the answer or from the event with its key, whichever is first (SEND-3). An answer of
 * another kind changes nothing.
 */
export function acknowledge(outbox: Outbox, key: string, { message, ballot }: EntryResult, epoch: string | null, nowMs: number): Outbox {
  const entry = findEntry(outbox, key)
  if (entry === undefined) return outbox
  const atMs = entry.progress.kind === 'acknowledged' ? entry.progress.atMs : nowMs
  const isFitting = entry.kind === 'castVote' ? ballot?.voteId === entry.voteId : message !== undefined && isOurs(entry, message)
  if (!isFitting) return outbox
  if (message?.status === 'removed' || message?.status === 'rejected') return dropEntry(outbox, key)
  return settle(outbox, { ...entry, ...ballot, progress: { kind: 'acknowledged', message, epoch, atMs } } as OutboxEntry)
}

/** The server refused the entry: retryable, it stays in the queue; final, it leaves the queue and stays visible (SEND-4). */
export function refuse(outbox: Outbox, key: string, refusal: ClientRefusal, nowMs: number, jitter: number): Outbox {
  const entry = findEntry(outbox, key)
  if (entry?.progress.kind !== 'queued') return outbox
  if (!refusal.retryable) return settle(outbox, { ...entry, progress: { kind: 'failed', refusal } })
  const atMs = nowMs + (refusal.retryAfterMs ?? backoffMs(outbox.unanswered, jitter))
  return {
    ...putEntry(release(outbox, key), { ...entry, progress: { ...TRIED, refusal, atMs } }),
    unanswered: outbox.unanswered + 1,
    refusedUntilMs: { ...outbox.refusedUntilMs, [entry.kind]: atMs },
  }
}

/** No answer: the command may have happened or not, so it is sent again with the same key (SEND-1). The first time at once, over another transport. */
export function leaveUnanswered(outbox: Outbox, key: string, nowMs: number, jitter: number): Outbox {
  if (outbox.inFlight !== key) return outbox
  const waitMs = outbox.unanswered === 0 ? 0 : backoffMs(outbox.unanswered - 1, jitter)
  return { ...outbox, inFlight: null, unanswered: outbox.unanswered + 1, pauseUntilMs: nowMs + waitMs }
}

/** The network works again: end the pause after unanswered attempts. */
export function retryNow(outbox: Outbox): Outbox {
  return { ...outbox, pauseUntilMs: 0 }
}

/** Removes an entry: discarded, settled elsewhere, rejected or removed. */
export function dropEntry(outbox: Outbox, key: string): Outbox {
  return { ...release(outbox, key), entries: outbox.entries.filter((entry) => entry.key !== key) }
}

/** The host rejected or removed this guest's message: no part of it may come back (LOG-5). */
export function dropMessage(outbox: Outbox, messageId: string): Outbox {
  const entries = outbox.entries.filter(({ progress }) => progress.kind !== 'acknowledged' || progress.message?.id !== messageId)
  return { ...outbox, entries }
}

/**
 * A snapshot replaced the wall by `wall` of `epoch`. Own entries that it contains are settled. Those that it lacks and that were
 * acknowledged lately in another epoch are queued again under their key (LOG-4); if the log does know the key, that changes nothing.
 * A settled ballot is dropped with its vote.
 */
export function requeueLost(outbox: Outbox, wall: Wall, epoch: string, nowMs: number): Outbox {
  return outbox.entries.reduce((result, entry) => {
    const { key, progress } = entry
    const message = wall.messages.find((candidate) => candidate.key === key && isOurs(entry, candidate))
    if (message !== undefined) return acknowledge(result, key, { message }, epoch, nowMs)
    if (progress.kind === 'queued') return result
    if (entry.kind === 'castVote' && !wall.votes.some(({ id }) => id === entry.voteId)) return dropEntry(result, key)
    if (progress.kind === 'failed' || progress.epoch === epoch || nowMs - progress.atMs > REQUEUE_MS) return result
    // Acknowledged before the first read: it belongs to this epoch.
    return putEntry(result, { ...entry, progress: progress.epoch === null ? { ...progress, epoch } : TRIED } as OutboxEntry)
  }, outbox)
}

/** Removes entries that are not needed any more: those that were acknowledged up to `position`, also by another tab while this one slept. */
export function prune(outbox: Outbox, nowMs: number, position: Position | null): Outbox {
  const entries = outbox.entries.filter((entry, at) => {
    if (entry.kind === 'castVote') return isBallotNeeded(entry, outbox.entries.slice(at + 1))
    const { progress } = entry
    if (progress.kind !== 'acknowledged') return true
    const { message, epoch, atMs } = progress
    const isUnread = epoch === position?.epoch && message.eventId > position.lastEventId
    return isUnread || nowMs - atMs <= (message.status === 'shown' ? REQUEUE_MS : KEEP_PENDING_MS)
  })
  return { ...outbox, entries }
}

/**
 * Needed are: of each vote the newest ballot and the newest counted one (for as many votes as a wall holds), and every ballot that was
 * tried: it may be counted, so the newer one must follow its answer. Other earlier choices are dropped unsent.
 */
function isBallotNeeded({ voteId, progress }: CastVoteEntry, later: readonly OutboxEntry[]): boolean {
  if (progress.kind === 'queued' && progress.isTried) return true
  const newer = later.filter((other) => other.kind === 'castVote')
  const rivals = progress.kind === 'acknowledged' ? newer.filter((other) => other.progress.kind === 'acknowledged') : newer
  return rivals.every((other) => other.voteId !== voteId) && (progress.kind !== 'acknowledged' || rivals.length < WALL_VOTES)
}

/** A key is public when its message is: a later post of another guest under the same key says nothing about our entry. */
function isOurs({ progress }: OutboxEntry, message: WallMessage): boolean {
  return progress.kind !== 'acknowledged' || progress.message?.guestId === message.guestId
}

function settle(outbox: Outbox, entry: OutboxEntry): Outbox {
  return putEntry({ ...release(outbox, entry.key), unanswered: 0, pauseUntilMs: 0 }, entry)
}

/** The entry is no longer being sent or held. */
function release(outbox: Outbox, key: string): Outbox {
  return { ...hold(outbox, key, null), inFlight: outbox.inFlight === key ? null : outbox.inFlight }
}

function hold(outbox: Outbox, key: string, untilMs: number | null): Outbox {
  const heldUntilMs = new Map(outbox.heldUntilMs)
  if (untilMs === null) heldUntilMs.delete(key)
  else heldUntilMs.set(key, untilMs)
  return { ...outbox, heldUntilMs }
}

function putEntry(outbox: Outbox, entry: OutboxEntry): Outbox {
  const others = outbox.entries.filter((other) => other.key !== entry.key)
  return { ...outbox, entries: [...others, entry].sort((a, b) => a.order - b.order || (a.key < b.key ? -1 : 1)) }
}
