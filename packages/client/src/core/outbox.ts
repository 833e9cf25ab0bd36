import type { Wall, WallMessage } from '@guestwall/protocol'
import type { ClientRefusal } from '../types.ts'
import { ladderWait } from './backoff.ts'

/** Entries acknowledged this recently are offered again to a log that lost them (LOG-4). */
export const REOFFER_MS = 10 * 60_000
/** A message that waits for the host is kept this long as the guest's own; later only the wall can bring it back. */
export const KEEP_PENDING_MS = 24 * 60 * 60_000
/** Another tab's entry is left to that tab for this long. A living tab needs less; a dead one's entry is sent by this tab. */
export const OTHER_TAB_GRACE_MS = 15_000

/** Where an entry is on its way. */
export type EntryProgress =
  | { readonly kind: 'queued' }
  /** In the log for good. `epoch` is the reader's at that time, if it had one. */
  | { readonly kind: 'acknowledged'; readonly message: WallMessage; readonly epoch: string | null; readonly atMs: number }
  | { readonly kind: 'failed'; readonly refusal: ClientRefusal }

/** What a guest did, as it is stored. A union by `kind`: another command that survives reload gets its own member. */
export interface SendMessageEntry {
  readonly kind: 'sendMessage'
  readonly key: string
  /** Rises with each entry of this guest: the order in which they are sent (SEND-5). */
  readonly order: number
  readonly createdAt: string
  readonly content: string
  readonly guestName: string
  readonly progress: EntryProgress
}
export type OutboxEntry = SendMessageEntry

/** A guest's own entries, ascending by `order`, and what is known about sending them. */
export interface Outbox {
  readonly entries: readonly OutboxEntry[]
  /** Entries that storage has not confirmed: none is sent before (SEND-6). */
  readonly unstored: ReadonlySet<string>
  /** The one entry under way: another only after its answer, so that order holds (SEND-5). */
  readonly inFlight: string | null
  /** Tries in a row without an answer. */
  readonly unanswered: number
  /** No try before this moment because nobody answers; a sign of life lifts it. */
  readonly pauseUntilMs: number
  /** No try before this moment because the server said so (SEND-4). */
  readonly refusedUntilMs: number
  /** Keys of other tabs' entries, and until when they are left to them. */
  readonly graceUntilMs: ReadonlyMap<string, number>
}

export const EMPTY_OUTBOX: Outbox = {
  entries: [],
  unstored: new Set(),
  inFlight: null,
  unanswered: 0,
  pauseUntilMs: 0,
  refusedUntilMs: 0,
  graceUntilMs: new Map(),
}

/** What to do now. */
export type OutboxTurn =
  | { readonly kind: 'send'; readonly entry: OutboxEntry }
  | { readonly kind: 'wait'; readonly untilMs: number }
  /** Nothing to send, or an answer is awaited. */
  | { readonly kind: 'idle' }

/** The next thing to do. Entries go in order, one at a time; only another tab's, in its grace, are passed over. */
export function nextTurn(outbox: Outbox, nowMs: number): OutboxTurn {
  if (outbox.inFlight !== null) return { kind: 'idle' }
  const queued = queuedEntries(outbox)
  const graceOf = (entry: OutboxEntry) => outbox.graceUntilMs.get(entry.key) ?? 0
  const entry = queued.find((candidate) => graceOf(candidate) <= nowMs)
  if (entry === undefined) return queued.length === 0 ? { kind: 'idle' } : { kind: 'wait', untilMs: Math.min(...queued.map(graceOf)) }
  if (outbox.unstored.has(entry.key)) return { kind: 'idle' }
  const untilMs = Math.max(outbox.pauseUntilMs, outbox.refusedUntilMs)
  return untilMs > nowMs ? { kind: 'wait', untilMs } : { kind: 'send', entry }
}

export function queuedEntries(outbox: Outbox): readonly OutboxEntry[] {
  return outbox.entries.filter((entry) => entry.progress.kind === 'queued')
}

export function findEntry(outbox: Outbox, key: string): OutboxEntry | undefined {
  return outbox.entries.find((entry) => entry.key === key)
}

/** A new entry of this tab: visible at once, sent once `stored`. */
export function addEntry(outbox: Outbox, entry: OutboxEntry): Outbox {
  return { ...putEntry(outbox, entry), unstored: new Set(outbox.unstored).add(entry.key) }
}

/** The order number of a new entry: later than every known one, whatever the clock does. */
export function nextOrder(outbox: Outbox, nowMs: number): number {
  return outbox.entries.reduce((order, entry) => Math.max(order, entry.order + 1), nowMs)
}

export function markStored(outbox: Outbox, key: string): Outbox {
  return { ...outbox, unstored: without(outbox.unstored, key) }
}

/** Entries found in storage after a reload. One that is already known here is newer than the stored one. */
export function restoreEntries(outbox: Outbox, entries: readonly OutboxEntry[]): Outbox {
  return entries.reduce((result, entry) => (findEntry(result, entry.key) === undefined ? putEntry(result, entry) : result), outbox)
}

/** An entry that another tab wrote. It never turns a settled entry back, nor disturbs the one under way here. */
export function adoptEntry(outbox: Outbox, entry: OutboxEntry, nowMs: number): Outbox {
  const known = findEntry(outbox, entry.key)
  if (known === undefined && entry.progress.kind === 'queued') {
    const graceUntilMs = new Map(outbox.graceUntilMs).set(entry.key, nowMs + OTHER_TAB_GRACE_MS)
    return { ...putEntry(outbox, entry), graceUntilMs }
  }
  const isNews = known === undefined || (known.progress.kind !== 'acknowledged' && entry.progress.kind !== 'queued')
  return isNews ? settle(outbox, entry) : outbox
}

/** The first try, or another, is under way. */
export function markSent(outbox: Outbox, key: string): Outbox {
  return { ...outbox, inFlight: key }
}

/** The entry is in the log (SEND-2): told by the answer or by the event with its key, whichever came first (SEND-3). */
export function acknowledge(outbox: Outbox, message: WallMessage, epoch: string | null, nowMs: number): Outbox {
  const entry = findEntry(outbox, message.key)
  if (entry === undefined || !isOurs(entry, message)) return outbox
  if (message.status === 'removed' || message.status === 'rejected') return dropEntry(outbox, message.key)
  const atMs = entry.progress.kind === 'acknowledged' ? entry.progress.atMs : nowMs
  return settle(outbox, { ...entry, progress: { kind: 'acknowledged', message, epoch, atMs } })
}

/** A refusal: a retryable one waits in place, a final one leaves the queue and stays visible (SEND-4). */
export function refuse(outbox: Outbox, key: string, refusal: ClientRefusal, nowMs: number, chance: number): Outbox {
  const entry = findEntry(outbox, key)
  if (entry?.progress.kind !== 'queued') return { ...outbox, inFlight: freed(outbox, key) }
  if (!refusal.retryable) return settle(outbox, { ...entry, progress: { kind: 'failed', refusal } })
  const waitMs = refusal.retryAfterMs ?? ladderWait(outbox.unanswered, chance)
  return { ...outbox, inFlight: freed(outbox, key), unanswered: outbox.unanswered + 1, refusedUntilMs: nowMs + waitMs }
}

/** Nobody answered: it may have happened or not, so the same key is tried again (SEND-1). The first time at once, another way. */
export function leaveUnanswered(outbox: Outbox, key: string, nowMs: number, chance: number): Outbox {
  if (outbox.inFlight !== key) return outbox
  const waitMs = outbox.unanswered === 0 ? 0 : ladderWait(outbox.unanswered - 1, chance)
  return { ...outbox, inFlight: null, unanswered: outbox.unanswered + 1, pauseUntilMs: nowMs + waitMs }
}

/** A sign of life: what waits only because nobody answered is tried at once. */
export function liftPause(outbox: Outbox): Outbox {
  return outbox.pauseUntilMs === 0 ? outbox : { ...outbox, pauseUntilMs: 0 }
}

/** Takes an entry out for good: discarded, settled elsewhere, rejected or removed. */
export function dropEntry(outbox: Outbox, key: string): Outbox {
  if (findEntry(outbox, key) === undefined) return outbox
  return { ...release(outbox, key), entries: outbox.entries.filter((entry) => entry.key !== key) }
}

/** The host refused or removed this guest's message: nothing of it may come back (LOG-5). */
export function dropMessage(outbox: Outbox, messageId: string): Outbox {
  const entry = outbox.entries.find(({ progress }) => progress.kind === 'acknowledged' && progress.message.id === messageId)
  return entry === undefined ? outbox : dropEntry(outbox, entry.key)
}

/**
 * The log was replaced by `wall` of `epoch`: what it holds of ours is settled; what it lacks and was acknowledged lately in another
 * epoch is queued again under its key (LOG-4). A key that the log does know makes that harmless.
 */
export function reoffer(outbox: Outbox, wall: Wall, epoch: string, nowMs: number): Outbox {
  return outbox.entries.reduce((result, entry) => {
    const message = wall.messages.find((candidate) => candidate.key === entry.key && isOurs(entry, candidate))
    if (message !== undefined) return acknowledge(result, message, epoch, nowMs)
    const { progress } = entry
    if (progress.kind !== 'acknowledged' || progress.epoch === epoch || nowMs - progress.atMs > REOFFER_MS) return result
    return putEntry(result, { ...entry, progress: { kind: 'queued' } })
  }, outbox)
}

/** Forgets acknowledged entries that nothing needs any more. */
export function prune(outbox: Outbox, nowMs: number): Outbox {
  const entries = outbox.entries.filter(({ progress }) => {
    if (progress.kind !== 'acknowledged') return true
    return nowMs - progress.atMs <= (progress.message.status === 'pending' ? KEEP_PENDING_MS : REOFFER_MS)
  })
  return entries.length === outbox.entries.length ? outbox : { ...outbox, entries }
}

/** A key is public once its message is: what another guest posts under it later says nothing about our entry. */
function isOurs({ progress }: OutboxEntry, message: WallMessage): boolean {
  return progress.kind !== 'acknowledged' || progress.message.guestId === message.guestId
}

function settle(outbox: Outbox, entry: OutboxEntry): Outbox {
  return putEntry({ ...release(outbox, entry.key), unanswered: 0, pauseUntilMs: 0 }, entry)
}

function release(outbox: Outbox, key: string): Outbox {
  const graceUntilMs = new Map(outbox.graceUntilMs)
  graceUntilMs.delete(key)
  return { ...outbox, inFlight: freed(outbox, key), unstored: without(outbox.unstored, key), graceUntilMs }
}

function freed(outbox: Outbox, key: string): string | null {
  return outbox.inFlight === key ? null : outbox.inFlight
}

function putEntry(outbox: Outbox, entry: OutboxEntry): Outbox {
  const others = outbox.entries.filter((other) => other.key !== entry.key)
  return { ...outbox, entries: [...others, entry].sort((a, b) => a.order - b.order || (a.key < b.key ? -1 : 1)) }
}

function without(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const others = new Set(keys)
  others.delete(key)
  return others
}
