import type { EntryProgress, OutboxEntry } from '../core/outbox.ts'
import { parseJson } from '../core/parse.ts'
import { isMessage } from '../core/wire-guards.ts'

export function writeEntry(entry: OutboxEntry): string {
  return JSON.stringify(entry)
}

/** A stored entry, or `null` for what this version cannot read: storage outlives versions, and others may write into it. */
export function readEntry(text: string | null): OutboxEntry | null {
  const stored = parseJson(text ?? '') as Partial<OutboxEntry> | null
  const progress = readProgress(stored?.progress)
  const isWhole =
    stored?.kind === 'sendMessage' &&
    typeof stored.order === 'number' &&
    [stored.key, stored.content, stored.guestName, stored.createdAt].every((field) => typeof field === 'string')
  return isWhole && progress !== null ? ({ ...stored, progress } as OutboxEntry) : null
}

function readProgress(progress: Partial<EntryProgress> | undefined): EntryProgress | null {
  switch (progress?.kind) {
    case 'queued':
      return { kind: 'queued' }
    case 'failed':
      return typeof progress.refusal?.code === 'string' ? (progress as EntryProgress) : null
    case 'acknowledged':
      return isMessage(progress.message) ? (progress as EntryProgress) : null
    default:
      return null
  }
}
