import {
  type Guard,
  isBoolean,
  isDuration,
  isMessage,
  isString,
  listOf,
  nullable,
  objectOf,
  oneOf,
  optional,
  shape,
} from '@guestwall/protocol'
import type { CastVoteEntry, EntryProgress, OutboxEntry, SendMessageEntry } from '../core/outbox.ts'
import { parseJson } from '../core/parse.ts'
import type { ClientRefusal, Clock } from '../types.ts'

const isRefusal = shape<ClientRefusal>('code message', { retryable: isBoolean, retryAfterMs: optional(isDuration) })
const isQueued = objectOf({ kind: oneOf('queued'), isTried: optional(isBoolean) })
const isFailed = objectOf({ kind: oneOf('failed'), refusal: isRefusal })

const isAbsent = optional(oneOf<never>())

/** What every entry has; `message` is the guard of the one that it became. */
function entryWith<Message>(message: Guard<Message>) {
  const isAcknowledged = objectOf({ kind: oneOf('acknowledged'), message, epoch: nullable(isString), atMs: isDuration })
  const progress = (input: unknown): input is EntryProgress<Message> => isQueued(input) || isFailed(input) || isAcknowledged(input)
  return { key: isString, order: isDuration, createdAt: isString, progress }
}

const isMessageEntry = objectOf<SendMessageEntry>({
  ...entryWith(isMessage),
  kind: oneOf('sendMessage'),
  content: isString,
  guestName: isString,
})
const isBallotEntry = objectOf<CastVoteEntry>({
  ...entryWith(isAbsent),
  kind: oneOf('castVote'),
  voteId: isString,
  optionIds: listOf(isString),
})

/**
 * The entry in a stored JSON text, or `null` for what this version cannot read: storage outlives versions, and others may write into it.
 * A time in the future is one of a clock that was set back since: the entry is as old as that allows, which is new.
 */
export function readEntry(text: string | null, clock: Clock): OutboxEntry | null {
  const stored = parseJson(text ?? '')
  if (!isMessageEntry(stored) && !isBallotEntry(stored)) return null
  return withTime(stored, (atMs) => clock.now() - Math.max(0, clock.wallTime() - atMs))
}

/** The text that `readEntry` reads. Monotonic time means nothing to another page, so it is stored as wall time. */
export function writeEntry(entry: OutboxEntry, clock: Clock): string {
  return JSON.stringify(withTime(entry, (atMs) => Math.round(clock.wallTime() - clock.now() + atMs)))
}

function withTime(entry: OutboxEntry, convert: (atMs: number) => number): OutboxEntry {
  const { progress } = entry
  return progress.kind === 'acknowledged' ? ({ ...entry, progress: { ...progress, atMs: convert(progress.atMs) } } as OutboxEntry) : entry
}
