import { type HostMessage, ReactionKindSchema } from '@guestwall/protocol'
import { countsOf } from '../domain/tap.ts'
import type { StorageReader } from '../storage/storage.ts'
import { actorName, localTime, type Table, term, verbatim } from './cells.ts'

/** Event ids of one page. The thread of SQLite answers nothing else while it reads a page. */
const PAGE = 500

type ExportedMessage = Omit<HostMessage, 'key' | 'held'> & { readonly reactions: Readonly<Record<string, number>> }

/**
 * Every message that is not removed, oldest first, with its status and the host who decided it: for hosts only (MOD-3). Nothing of a removed message
 * is exported (LOG-5).
 */
export function messagesTable(reader: StorageReader, sessionId: string, timeZone: string): Table<ExportedMessage> {
  return {
    name: 'messages',
    pages: () => pages(reader, sessionId),
    columns: [
      'eventId',
      'localTime',
      'timeZone',
      'guestName',
      'content',
      'status',
      'pinned',
      'decidedBy',
      'decidedTime',
      'createdAt',
      'id',
      'guestId',
      ...ReactionKindSchema.options,
    ],
    rowsOf: (of) => [
      [
        of.eventId,
        localTime(of.createdAt),
        verbatim(timeZone),
        of.guestName,
        of.content,
        term(of.status),
        of.pinned,
        actorName(of.decided?.by),
        localTime(of.decided?.at),
        verbatim(of.createdAt),
        verbatim(of.id),
        verbatim(of.guestId),
        ...ReactionKindSchema.options.map((kind) => of.reactions[kind] ?? 0),
      ],
    ],
  }
}

async function* pages(reader: StorageReader, sessionId: string): AsyncGenerator<readonly ExportedMessage[]> {
  const head = (await reader.readHeads([sessionId])).get(sessionId)?.head ?? 0
  for (let from = 0; from < head; from += PAGE) {
    const messages = await reader.findMessages(sessionId, { from, to: Math.min(head, from + PAGE) })
    const kept = messages.filter(({ status }) => status !== 'removed')
    const stored = await reader.readReactions(
      sessionId,
      kept.map(({ id }) => id),
    )
    const counts = new Map(countsOf(stored?.counted ?? []).map((each) => [each.messageId, each.counts]))
    yield kept.map((message) => exported(message, counts.get(message.id) ?? {}))
  }
}

function exported({ key: _, held: __, ...message }: HostMessage, reactions: ExportedMessage['reactions']): ExportedMessage {
  return { ...message, reactions }
}
