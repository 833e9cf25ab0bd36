import { CAST_VOTE, SEND_MESSAGE, type Session, type WallEvent } from '@guestwall/protocol'
import type { ClientRefusal } from '../types.ts'
import { transportOf } from './client-state.ts'
import { ask, type Draft, setTimer } from './draft.ts'
import {
  acknowledge,
  dropMessage,
  type EntryCommand,
  findEntry,
  leaveUnanswered,
  markSent,
  nextSend,
  type Outbox,
  type OutboxEntry,
  prune,
  retryNow,
  voteOf,
} from './outbox.ts'
import { writeEntry } from './stored-entry.ts'
import { kept } from './same.ts'
import { sendCommand } from './socket-session.ts'

/** Replaces the outbox: stores what changed, and settles promises. */
export function updateOutbox(draft: Draft, next: Outbox): void {
  const before = draft.outbox
  draft.outbox = prune(next, draft.nowMs, draft.reading.position)
  for (const { key } of before.entries) if (findEntry(draft.outbox, key) === undefined) storeEntry(draft, key, null)
  for (const entry of draft.outbox.entries) if (!before.entries.includes(entry)) entryChanged(draft, entry)
  settleWaiters(draft)
}

function entryChanged(draft: Draft, entry: OutboxEntry): void {
  const { key, progress } = entry
  storeEntry(draft, key, entry)
  if (progress.kind === 'failed') draft.effects.push({ type: 'emit', name: 'refused', args: [progress.refusal, key] })
}

/**
 * Stores an entry; `null` removes it. Where storage is full, the old value of a settled entry must not stay, or the entry would be sent
 * again; the old value of a queued entry must stay, or the entry would be lost with this page.
 */
export function storeEntry(draft: Draft, key: string, entry: OutboxEntry | null, isConfirmed = false): void {
  const value = entry && writeEntry(entry, draft)
  draft.effects.push({ type: 'writeEntry', key, value, mayStay: entry?.progress.kind === 'queued', isConfirmed })
}

/** Settles the promises of settled entries. A ballot that a newer one replaced settles as that one. */
export function settleWaiters(draft: Draft): void {
  for (const [key, vote] of draft.waiters) {
    const entry = findEntry(draft.outbox, key) ?? draft.outbox.entries.filter((other) => vote && voteOf(other) === vote).pop()
    if (entry?.progress.kind === 'failed') settleOutcome(draft, key, { type: 'reject', refusal: entry.progress.refusal })
    if (entry?.progress.kind === 'acknowledged') {
      const ballot = entry.kind === 'castVote' && { voteId: entry.voteId, optionIds: [...entry.optionIds] }
      settleOutcome(draft, key, { type: 'resolve', value: ballot || entry.progress.message })
    }
  }
}

type Outcome = { readonly type: 'resolve'; readonly value: unknown } | { readonly type: 'reject'; readonly refusal: ClientRefusal }

/** Settles the promise of an entry, if a caller waits for it. */
export function settleOutcome(draft: Draft, key: string, outcome: Outcome): void {
  const waiters = new Map(draft.waiters)
  if (!waiters.delete(key)) return
  draft.waiters = waiters
  draft.effects.push({ promise: `outcome ${key}`, ...outcome })
}

/**
 * Sends the next entry, or sets the timer for it. Only the end of a step calls it, so that a step sends at most one command, over the transport
 * that is left when all of it is done (SEND-5).
 */
export function flushNext(draft: Draft): void {
  const { nowMs } = draft
  const transport = transportOf(draft)
  const next = draft.hasEntries && transport !== null ? nextSend(draft.outbox, nowMs) : null
  const sendAtMs = next?.kind === 'wait' ? next.untilMs : null
  if (sendAtMs !== draft.sendAtMs) setTimer(draft, 'send', sendAtMs && sendAtMs - nowMs)
  draft.sendAtMs = sendAtMs
  if (next?.kind !== 'send') return
  updateOutbox(draft, markSent(draft.outbox, next.entry))
  if (transport === 'socket') sendCommand(draft, commandOf(next.entry))
  else sendByHttp(draft, commandOf(next.entry))
}

function commandOf(entry: OutboxEntry): EntryCommand {
  const { key } = entry
  if (entry.kind === 'castVote') return { type: entry.kind, key, voteId: entry.voteId, optionIds: [...entry.optionIds] }
  return { type: entry.kind, key, content: entry.content, guestName: entry.guestName, to: entry.to, photo: entry.photo?.id }
}

function sendByHttp(draft: Draft, { type: purpose, ...command }: EntryCommand): void {
  const { key } = command
  const { session } = draft.config
  if ('content' in command) return ask(draft, { purpose, key }, SEND_MESSAGE, { body: { session, ...command } })
  const { voteId: id, ...body } = command
  ask(draft, { purpose, key }, CAST_VOTE, { id, body })
}

/** The network works again: what waits only because no answer came is sent. */
export function retrySending(draft: Draft): void {
  draft.outbox = kept(draft.outbox, retryNow(draft.outbox))
}

/** No answer came to the command, if there was one. */
export function commandUnanswered(draft: Draft, command: { readonly key: string } | null): void {
  if (command !== null) updateOutbox(draft, leaveUnanswered(draft.outbox, command.key, draft.nowMs, draft.jitter))
}

/** The reader applied these events: own entries among them are in the log. */
export function settleByEvents(draft: Draft, events: readonly WallEvent[], epoch: string): void {
  updateOutbox(
    draft,
    events.reduce((outbox, event) => settleByEvent(outbox, event, epoch, draft.nowMs), draft.outbox),
  )
}

function settleByEvent(outbox: Outbox, event: WallEvent, epoch: string, nowMs: number): Outbox {
  const { data } = event
  // The event carries a whole message, or takes one from the wall.
  if ('key' in data) return acknowledge(outbox, data.key, { message: data }, epoch, nowMs)
  if ('wasShown' in data) return dropMessage(outbox, data.id)
  // The host lets everybody write as often as they like: what waited for that is sent now.
  return (data as Partial<Session>).slowModeSeconds === 0 ? { ...outbox, refusedUntilMs: {} } : outbox
}

/** The client closes. Entries stay stored. */
export function stopSending(draft: Draft): void {
  draft.outbox = { ...draft.outbox, inFlight: null }
  draft.waiters = new Map()
}
