import type { KnownGuest } from '@guestwall/protocol'
import type { StorageReader } from '../storage/storage.ts'
import { actorName, localTime, type Table, term, verbatim } from './cells.ts'

/** Guests of one page. */
const PAGE = 500
/** The sources that are no tag of a table: a host wrote none of these words. */
const SOURCES: readonly string[] = ['link', 'code']

type ExportedGuest = KnownGuest & { readonly messages: number }

/** Every guest who was here, with the acts of hosts on the guest. `messages`: how many the guest wrote that are not removed. */
export function guestsTable(reader: StorageReader, sessionId: string, timeZone: string): Table<ExportedGuest> {
  return {
    name: 'guests',
    pages: () => pages(reader, sessionId),
    columns: [
      'guestName',
      'firstSeen',
      'lastSeen',
      'timeZone',
      'source',
      'messages',
      'isRenamed',
      'isMuted',
      'isRemoved',
      'isBanned',
      'reason',
      'actedBy',
      'guestId',
    ],
    rowsOf: (of) => [
      [
        of.name,
        localTime(of.firstSeenAt),
        localTime(of.lastSeenAt),
        verbatim(timeZone),
        SOURCES.includes(of.source) ? term(of.source) : of.source,
        of.messages,
        of.isRenamed,
        of.isMuted,
        of.isRemoved,
        of.isBanned,
        of.reason,
        actorName(of.by),
        verbatim(of.id),
      ],
    ],
  }
}

async function* pages(reader: StorageReader, sessionId: string): AsyncGenerator<readonly ExportedGuest[]> {
  for (let before: string | null = null; ; ) {
    const page = await reader.readGuests(sessionId, { before, name: '', limit: PAGE })
    if (page.length > 0) yield page.map(({ guest, messages }) => ({ ...guest, messages }))
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    before = last.guest.id
  }
}
