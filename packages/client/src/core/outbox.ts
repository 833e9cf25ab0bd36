import { type Ack, type ClientCommand, WALL_VOTES, type Wall, type WallMessage } from '@guestwall/protocol'
import type { ClientRefusal } from '../types.ts'
import { ladderWait } from './backoff.ts'

/** Entries acknowledged this recently are offered again to a log that lost them (LOG-4). */
export const REOFFER_MS = 10 * 60_000
/** A message that waits for the host is kept this long as the guest's own; later only the wall can bring it back. */
export const KEEP_PENDING_MS = 24 * 60 * 60_000
/** Another tab's entry is left to that tab for this long. A living tab needs less; a dead one's entry is sent by this tab. */
export const OTHER_TAB_GRACE_MS = 15_000

/** Where an entry is on its way. `Message` is the one that it became. */
export type EntryProgress<Message = WallMessage | undefined> =
  /** `isTried`: sent at least once, by whichever tab or page, so it may be in the log whatever came back. */
  | { readonly kind: 'queued'; readonly isTried?: boolean | undefined }
  /** In the log for good, since `atMs` (monotonic). `epoch` is the reader's at that time, if it had one. */
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
}
/** Once acknowledged, `optionIds` is the choice as the server counted it. */
export interface CastVoteEntry extends EntryOf<undefined> {
  readonly kind: 'castVote'
  readonly voteId: string
  readonly optionIds: readonly string[]
}

/** What a guest did, as it is stored. A union by `kind`: another command that survives reload gets its own member. */
export type OutboxEntry = SendMessageEntry | CastVoteEntry
/** What the guest asks in it. */
export type EntryBody = Pick<SendMessageEntry, 'kind' | 'content' | 'guestName'> | Pick<CastVoteEntry, 'kind' | 'voteId' | 'optionIds'>
type WithoutRef<Command> = Command extends unknown ? Omit<Command, 'ref'> : never
/** The same as it goes over the wire, by whichever door. */
export type EntryCommand = WithoutRef<Extract<ClientCommand, { key: string }>>
/** The answer to it. */
export type EntryResult = Pick<Ack, 'message' | 'ballot'>

/** A guest's own entries, ascending by `order`, and what is known about sending them. */
export interface Outbox {
  readonly entries: readonly OutboxEntry[]
  /** The one entry under way: another only after its answer, so that order holds (SEND-5). */
  readonly inFlight: string | null
  /** Tries in a row without an answer. */
  readonly unanswered: number
  /** No try before this moment because nobody answers; a sign of life lifts it. */
  readonly pauseUntilMs: number
  /** No message, or no ballot, is tried before this moment because the server said so (SEND-4). A ballot does not wait for a message. */
  readonly refusedUntilMs: { readonly [Kind in OutboxEntry['kind']]?: number }
  /** Keys of entries that are not to be sent yet, and until when: another tab's in its grace, or `UNSTORED`. */
  readonly heldUntilMs: ReadonlyMap<string, number>
}

/** Storage has not confirmed the entry: neither it nor what is behind it is sent before (SEND-6). */
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

/** What to do now. */
export type OutboxTurn =
  | { readonly kind: 'send'; readonly entry: OutboxEntry }
  | { readonly kind: 'wait'; readonly untilMs: number }
  /** Nothing to send, or an answer is awaited. */
  | { readonly kind: 'idle' }

/**
 * The next thing to do. Entries go in order, one at a time. Passed over are another tab's in its grace, with a ballot the newer ones of its
 * vote (the last tap must be what counts), and the kind of entry that the server said is to wait.
 */
export function nextTurn(outbox: Outbox, nowMs: number): OutboxTurn {
  if (outbox.inFlight !== null) return { kind: 'idle' }
  const queued = queuedEntries(outbox)
  const heldUntilMs = (entry: OutboxEntry) => {
    const upToIt = queued.filter((other) => other.order <= entry.order && subjectOf(other) === subjectOf(entry))
    return Math.max(outbox.refusedUntilMs[entry.kind] ?? 0, ...upToIt.map(({ key }) => outbox.heldUntilMs.get(key) ?? 0))
  }
  const entry = queued.find((candidate) => heldUntilMs(candidate) <= nowMs || heldUntilMs(candidate) === UNSTORED)
  // Of no entries at all the least is infinite, too.
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

/** What an entry decides: a ballot its vote, a message nothing but itself. Of one subject the newest entry counts. */
export function subjectOf(entry: OutboxEntry): string {
  return entry.kind === 'castVote' ? entry.voteId : entry.key
}

/** A new entry of this tab: visible at once, sent once `stored`. */
export function addEntry(outbox: Outbox, entry: OutboxEntry): Outbox {
  return hold(putEntry(outbox, entry), entry.key, UNSTORED)
}

/** The order number of a new entry, by the wall time, which other tabs share: later than every known one, whatever that clock does. */
export function nextOrder(outbox: Outbox, wallMs: number): number {
  return Math.max(wallMs, ...outbox.entries.map((entry) => entry.order + 1))
}

export function markStored(outbox: Outbox, key: string): Outbox {
  return hold(outbox, key, null)
}

/**
 * An entry found in storage: an earlier page's, or one that another tab wrote and that is left to it until `heldUntilMs`. It never turns
 * a settled entry back, nor disturbs the one under way here.
 */
export function adoptEntry(outbox: Outbox, entry: OutboxEntry, heldUntilMs: number): Outbox {
  const known = findEntry(outbox, entry.key)
  const { key, progress } = entry
  if (progress.kind !== 'queued') return known?.progress.kind === 'acknowledged' ? outbox : settle(outbox, entry)
  if (known === undefined) return hold(putEntry(outbox, entry), key, heldUntilMs)
  // It may be tried there.
  return known.progress.kind === 'queued' ? putEntry(outbox, { ...known, progress }) : outbox
}

/** The first try, or another, is under way. */
export function markSent(outbox: Outbox, entry: OutboxEntry): Outbox {
  return { ...putEntry(outbox, { ...entry, progress: TRIED }), inFlight: entry.key }
}

/**
 * The entry is in the log (SEND-2): told by the answer or by the event with its key, whichever came first (SEND-3). An answer to
 * another question changes nothing.
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

/** A refusal: a retryable one waits in place, a final one leaves the queue and stays visible (SEND-4). */
export function refuse(outbox: Outbox, key: string, refusal: ClientRefusal, nowMs: number, chance: number): Outbox {
  const entry = findEntry(outbox, key)
  if (entry?.progress.kind !== 'queued') return outbox
  if (!refusal.retryable) return settle(outbox, { ...entry, progress: { kind: 'failed', refusal } })
  const waitMs = refusal.retryAfterMs ?? ladderWait(outbox.unanswered, chance)
  return {
    ...release(outbox, key),
    unanswered: outbox.unanswered + 1,
    refusedUntilMs: { ...outbox.refusedUntilMs, [entry.kind]: nowMs + waitMs },
  }
}

/** Nobody answered: it may have happened or not, so the same key is tried again (SEND-1). The first time at once, another way. */
export function leaveUnanswered(outbox: Outbox, key: string, nowMs: number, chance: number): Outbox {
  if (outbox.inFlight !== key) return outbox
  const waitMs = outbox.unanswered === 0 ? 0 : ladderWait(outbox.unanswered - 1, chance)
  return { ...outbox, inFlight: null, unanswered: outbox.unanswered + 1, pauseUntilMs: nowMs + waitMs }
}

/** A sign of life: what waits only because nobody answered is tried at once. */
export function liftPause(outbox: Outbox): Outbox {
  return { ...outbox, pauseUntilMs: 0 }
}

/** Takes an entry out for good: discarded, settled elsewhere, rejected or removed. */
export function dropEntry(outbox: Outbox, key: string): Outbox {
  return { ...release(outbox, key), entries: outbox.entries.filter((entry) => entry.key !== key) }
}

/** The host refused or removed this guest's message: nothing of it may come back (LOG-5). */
export function dropMessage(outbox: Outbox, messageId: string): Outbox {
  const isOther = ({ progress }: OutboxEntry) => progress.kind !== 'acknowledged' || progress.message?.id !== messageId
  return { ...outbox, entries: outbox.entries.filter(isOther) }
}

/**
 * The log was replaced by `wall` of `epoch`: what it holds of ours is settled; what it lacks and was acknowledged lately in another
 * epoch is queued again under its key (LOG-4). A key that the log does know makes that harmless. A settled ballot goes with its vote.
 */
export function reoffer(outbox: Outbox, wall: Wall, epoch: string, nowMs: number): Outbox {
  return outbox.entries.reduce((result, entry) => {
    const { key, progress } = entry
    const message = wall.messages.find((candidate) => candidate.key === key && isOurs(entry, candidate))
    if (message !== undefined) return acknowledge(result, key, { message }, epoch, nowMs)
    if (progress.kind === 'queued') return result
    if (entry.kind === 'castVote' && !wall.votes.some(({ id }) => id === entry.voteId)) return dropEntry(result, key)
    if (progress.kind === 'failed' || progress.epoch === epoch || nowMs - progress.atMs > REOFFER_MS) return result
    // Acknowledged before anything was read: of this epoch.
    return putEntry(result, { ...entry, progress: progress.epoch === null ? { ...progress, epoch } : TRIED } as OutboxEntry)
  }, outbox)
}

/** Forgets entries that nothing needs any more. */
export function prune(outbox: Outbox, nowMs: number): Outbox {
  const entries = outbox.entries.filter((entry, at) => {
    const { progress } = entry
    if (entry.kind === 'castVote') return isBallotNeeded(entry, outbox.entries.slice(at + 1))
    return (
      progress.kind !== 'acknowledged' || nowMs - progress.atMs <= (progress.message?.status === 'pending' ? KEEP_PENDING_MS : REOFFER_MS)
    )
  })
  return { ...outbox, entries }
}

/**
 * Of one vote the newest ballot is needed, the newest counted one (of as many votes as a wall holds), and any that was tried: it may be
 * counted, so that the newer one has to come after its answer. What else the guest chose before is dropped unsent.
 */
function isBallotNeeded({ voteId, progress }: CastVoteEntry, later: readonly OutboxEntry[]): boolean {
  if (progress.kind === 'queued' && progress.isTried) return true
  const newer = later.filter((other) => other.kind === 'castVote')
  const rivals = progress.kind === 'acknowledged' ? newer.filter((other) => other.progress.kind === 'acknowledged') : newer
  return rivals.every((other) => other.voteId !== voteId) && (progress.kind !== 'acknowledged' || rivals.length < WALL_VOTES)
}

/** A key is public once its message is: what another guest posts under it later says nothing about our entry. */
function isOurs({ progress }: OutboxEntry, message: WallMessage): boolean {
  return progress.kind !== 'acknowledged' || progress.message?.guestId === message.guestId
}

function settle(outbox: Outbox, entry: OutboxEntry): Outbox {
  return putEntry({ ...release(outbox, entry.key), unanswered: 0, pauseUntilMs: 0 }, entry)
}

/** The entry is neither under way nor held back any more. */
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
