import type { MessageStatus, WallMessage } from '@guestwall/protocol'
import type { StorageReader } from '../storage/storage.ts'
import { type Table, verbatim } from './cells.ts'
import { localTimes } from './local-time.ts'

/** Event ids of one page. */
const PAGE = 1_000
const ALL: readonly MessageStatus[] = ['shown', 'pending', 'rejected', 'removed']

type ExportedMessage = Omit<WallMessage, 'key'>

/**
 * Every message up to now, oldest first. A removed one has its status and no body (LOG-5). A spreadsheet also has the local time, beside the one in
 * UTC.
 */
export function messagesTable(reader: StorageReader, sessionId: string, timeZone: string): Table<ExportedMessage> {
  const localTime = localTimes(timeZone)
  return {
    name: 'messages',
    pages: () => pages(reader, sessionId),
    columns: ['eventId', 'localTime', 'timeZone', 'guestName', 'content', 'status', 'pinned', 'createdAt', 'id', 'guestId'],
    rowsOf: (of) => [
      [
        of.eventId,
        verbatim(localTime(of.createdAt)),
        verbatim(timeZone),
        of.guestName,
        of.content,
        of.status,
        of.pinned,
        of.createdAt,
        verbatim(of.id),
        verbatim(of.guestId),
      ],
    ],
  }
}

/** The store reads the newest first, and the export has the oldest first: each page is a range of event ids in reverse order. */
async function* pages(reader: StorageReader, sessionId: string): AsyncGenerator<readonly ExportedMessage[]> {
  const head = (await reader.readHeads([sessionId])).get(sessionId)?.head ?? 0
  for (let from = 0; from < head; from += PAGE) {
    const to = Math.min(head, from + PAGE)
    const messages = await reader.readMessages(sessionId, { statuses: ALL, before: to + 1, limit: to - from })
    // Messages outside the range are in an earlier page.
    yield messages
      .filter(({ eventId }) => eventId > from)
      .reverse()
      .map(exported)
  }
}

function exported({ id, guestId, guestName, content, status, pinned, createdAt, eventId }: WallMessage): ExportedMessage {
  return { id, guestId, guestName, content: status === 'removed' ? '' : content, status, pinned, createdAt, eventId }
}
