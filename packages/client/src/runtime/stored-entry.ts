import { isDuration, isString, nullable, objectOf, oneOf } from '../core/guard.ts'
import type { EntryProgress, OutboxEntry } from '../core/outbox.ts'
import { parseJson } from '../core/parse.ts'
import { isMessage, isRefusal } from '../core/wire-guards.ts'

const isQueued = objectOf({ kind: oneOf('queued') })
const isFailed = objectOf({ kind: oneOf('failed'), refusal: isRefusal })
const isAcknowledged = objectOf({ kind: oneOf('acknowledged'), message: isMessage, epoch: nullable(isString), atMs: isDuration })

const isEntry = objectOf<OutboxEntry>({
  kind: oneOf('sendMessage'),
  key: isString,
  order: isDuration,
  createdAt: isString,
  content: isString,
  guestName: isString,
  progress: (input): input is EntryProgress => isQueued(input) || isFailed(input) || isAcknowledged(input),
})

export function writeEntry(entry: OutboxEntry): string {
  return JSON.stringify(entry)
}

/** A stored entry, or `null` for what this version cannot read: storage outlives versions, and others may write into it. */
export function readEntry(text: string | null): OutboxEntry | null {
  const stored = parseJson(text ?? '')
  return isEntry(stored) ? stored : null
}
