import {
  equalTo,
  type Guard,
  isBoolean,
  isDuration,
  isMessage,
  isRecord,
  isString,
  listOf,
  nullable,
  objectOf,
  optional,
  shape,
} from '@guestwall/protocol'
import type { ClientRefusal } from '../types.ts'
import type { Env } from './input.ts'
import type { CastVoteEntry, EntryProgress, OutboxEntry, SendMessageEntry } from './outbox.ts'

const isRefusal = shape<ClientRefusal>('code message', { retryable: isBoolean, retryAfterMs: optional(isDuration) })
const isQueued = objectOf({
  kind: equalTo('queued'),
  isTried: optional(isBoolean),
  refusal: optional(isRefusal),
  atMs: optional(isDuration),
})
const isFailed = objectOf({ kind: equalTo('failed'), refusal: isRefusal })

/** The fields of every entry; `message` is the guard of its message in the log. */
function entryWith<Message>(message: Guard<Message>) {
  const isAcknowledged = objectOf({ kind: equalTo('acknowledged'), message, epoch: nullable(isString), atMs: isDuration })
  const progress = (input: unknown): input is EntryProgress<Message> => isQueued(input) || isFailed(input) || isAcknowledged(input)
  return { key: isString, order: isDuration, createdAt: isString, progress }
}

const isMessageEntry = objectOf<SendMessageEntry>({
  ...entryWith(isMessage),
  kind: equalTo('sendMessage'),
  content: isString,
  guestName: isString,
  to: optional(equalTo('hosts')),
  // The server's answer; its reader checks it.
  photo: optional(isRecord as Guard<never>),
})
const isBallotEntry = objectOf<CastVoteEntry>({
  ...entryWith(equalTo(undefined)),
  kind: equalTo('castVote'),
  voteId: isString,
  optionIds: listOf(isString),
})

/**
 * The entry in a stored value, or `null` where this version cannot read it: storage outlives versions, and others may write into it.
 * A time in the future comes from a clock that was set back since then; it counts as now.
 */
export function readEntry(stored: unknown, { nowMs, wallMs }: Env): OutboxEntry | null {
  if (!isMessageEntry(stored) && !isBallotEntry(stored)) return null
  return withTime(stored, (atMs) => nowMs - Math.max(0, wallMs - atMs))
}

/** The value that `readEntry` reads. Monotonic time means nothing to another page, so it is stored as wall time. */
export function writeEntry(entry: OutboxEntry, { nowMs, wallMs }: Env): OutboxEntry {
  return withTime(entry, (atMs) => Math.round(wallMs - nowMs + atMs))
}

function withTime(entry: OutboxEntry, convert: (atMs: number) => number): OutboxEntry {
  const { progress } = entry
  return 'atMs' in progress
    ? ({ ...entry, progress: { ...progress, atMs: progress.atMs && convert(progress.atMs) } } as OutboxEntry)
    : entry
}
