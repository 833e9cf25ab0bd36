import { type ErrorCode, MAX_CONTENT_BYTES, MAX_NAME_BYTES } from '@guestwall/protocol'
import { closingRefusal } from './client-state.ts'
import { ownRefusal } from './closed-reason.ts'
import type { Draft } from './draft.ts'
import type { InputOf as Of } from './input.ts'
import {
  addEntry,
  adoptEntry,
  dropEntry,
  type EntryBody,
  findEntry,
  markStored,
  moveBehind,
  nextOrder,
  OTHER_TAB_GRACE_MS,
  type OutboxEntry,
  voteOf,
} from './outbox.ts'
import { settleWaiters, storeEntry, updateOutbox } from './sending.ts'
import { readEntry } from './stored-entry.ts'

/** A new command of the guest: visible at once, sent when it is stored (SEND-6). */
export function queue(draft: Draft, { key, body }: Of<'queue'>): void {
  const code = checkCommand(body)
  const refusal = code ? ownRefusal(code) : closingRefusal(draft)
  if (refusal !== null) return void draft.effects.push({ type: 'reject', promise: `kept ${key}`, refusal })
  add(draft, key, body)
  draft.waiters = new Map(draft.waiters).set(key, voteOf(body))
}

/** A refused command is sent again under a new key: under the old one the refusal would come again (SEND-1). */
export function retry(draft: Draft, { key, newKey }: Of<'retry'>): void {
  const entry = failedEntry(draft, key)
  if (entry === null) return
  add(draft, newKey, entry)
  updateOutbox(draft, dropEntry(draft.outbox, key))
}

export function discard(draft: Draft, { key }: Of<'discard'>): void {
  if (failedEntry(draft, key) !== null) updateOutbox(draft, dropEntry(draft.outbox, key))
}

function failedEntry(draft: Draft, key: string): OutboxEntry | null {
  const entry = findEntry(draft.outbox, key)
  return entry?.progress.kind === 'failed' ? entry : null
}

function add(draft: Draft, key: string, body: EntryBody): void {
  const { wallMs } = draft
  const createdAt = new Date(wallMs).toISOString()
  const entry: OutboxEntry = { ...body, key, order: nextOrder(draft.outbox, wallMs), createdAt, progress: { kind: 'queued' } }
  draft.outbox = addEntry(draft.outbox, entry)
  storeEntry(draft, key, entry, true)
}

export function entryWritten(draft: Draft, { key }: Of<'entryWritten'>): void {
  updateOutbox(draft, markStored(draft.outbox, key))
  draft.effects.push({ type: 'resolve', promise: `kept ${key}`, value: key })
}

/** The entries of an earlier page. They are not stored again; what is too old goes with the next change. */
export function entriesRead(draft: Draft, { values }: Of<'entriesRead'>): void {
  draft.hasEntries = true
  const found = values.flatMap((value) => readEntry(value, draft) ?? [])
  const written = draft.outbox.entries
  draft.outbox = found.reduce((outbox, entry) => adoptEntry(outbox, entry, 0), draft.outbox)
  if (closingRefusal(draft) === null) draft.effects.push({ type: 'watchEntries' })
  updateOutbox(draft, moveBehind(draft.outbox, written, found))
}

/** Another tab changed what is stored. Applied without storing it again. */
export function entryChangedElsewhere(draft: Draft, { key, value }: Of<'entryChanged'>): void {
  const known = findEntry(draft.outbox, key)
  const entry = readEntry(value, draft)
  // An entry that is being sent here is settled by its own answer; an acknowledged one is dropped when this tab has read its event.
  const isNeeded = draft.outbox.inFlight === key || known?.progress.kind === 'acknowledged'
  if (value === null && !isNeeded) draft.outbox = dropEntry(draft.outbox, key)
  if (entry !== null) draft.outbox = adoptEntry(draft.outbox, entry, draft.nowMs + OTHER_TAB_GRACE_MS)
  settleWaiters(draft)
}

/** The ids of a vote and of 1 to 20 options as a JSON list. */
const CHOICE = /^\["[\w-]{1,36}"(,"[\w-]{1,36}"){1,20}\]$/

/**
 * Refuses what no frame can carry, for which the server would close the socket (4400, 4413), and what says nothing. The other rules
 * for texts are the server's: `prepareContent` and `prepareName` would be a twentieth of this client.
 */
function checkCommand(body: EntryBody): ErrorCode | null {
  if (body.kind === 'castVote') return CHOICE.test(JSON.stringify([body.voteId, ...body.optionIds])) ? null : 'invalid_choice'
  if (!body.content.trim()) return 'empty_content'
  if (body.content.length > MAX_CONTENT_BYTES) return 'too_long'
  return body.guestName.length > MAX_NAME_BYTES ? 'name_invalid' : null
}
