import { type Guard, isBoolean, isDuration, isString, listOf, nullable, objectOf, oneOf, optional } from '../core/guard.ts'
import type { CastVoteEntry, EntryProgress, OutboxEntry, SendMessageEntry } from '../core/outbox.ts'
import { parseJson } from '../core/parse.ts'
import { isMessage, isRefusal } from '../core/wire-guards.ts'

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

/** The entry in a stored JSON text, or `null` for what this version cannot read: storage outlives versions, and others may write into it. */
export function readEntry(text: string | null): OutboxEntry | null {
  const stored = parseJson(text ?? '')
  return isMessageEntry(stored) || isBallotEntry(stored) ? stored : null
}
