import type { StorageReader } from '../storage/storage.ts'
import { type Act, ActReader } from './acts.ts'
import { actorName, localTime, type Table, term, verbatim } from './cells.ts'

/** Events of one page. */
const PAGE = 500

/** Every act of hosts, helpers and screens in the order of the log, without any text of a message. */
export function activityTable(reader: StorageReader, sessionId: string, timeZone: string): Table<Act> {
  return {
    name: 'activity',
    pages: () => pages(reader, sessionId),
    columns: [
      'eventId',
      'localTime',
      'timeZone',
      'actedBy',
      'act',
      'targetKind',
      'target',
      'reason',
      'details',
      'at',
      'actorId',
      'targetId',
    ],
    rowsOf: (of) => [
      [
        of.eventId,
        localTime(of.at),
        verbatim(timeZone),
        actorName(of.by),
        term(of.act),
        of.target === null ? null : term(of.target.kind),
        actorName(of.target),
        of.reason,
        of.details === null ? null : { details: of.details },
        verbatim(of.at),
        of.by === null ? null : verbatim(of.by.id),
        of.target === null ? null : verbatim(of.target.id),
      ],
    ],
  }
}

async function* pages(reader: StorageReader, sessionId: string): AsyncGenerator<readonly Act[]> {
  const head = (await reader.readHeads([sessionId])).get(sessionId)?.head ?? 0
  const acts = new ActReader()
  for (let from = 0; from < head; ) {
    const slice = await reader.readEvents(sessionId, from, Math.min(PAGE, head - from))
    if (slice === null || slice.to <= from) break
    from = slice.to
    yield await withAuthors(
      reader,
      sessionId,
      slice.events.flatMap((logged) => acts.read(logged)),
    )
  }
  yield acts.end()
}

/** The acts on messages with the names that the authors have now; an erased name stays empty (LOG-5). */
async function withAuthors(reader: StorageReader, sessionId: string, acts: readonly Act[]): Promise<readonly Act[]> {
  const ids = acts.flatMap(({ target }) => (target?.kind === 'message' ? [target.id] : []))
  if (ids.length === 0) return acts
  const messages = await reader.findMessages(sessionId, { ids: [...new Set(ids)] })
  const names = new Map(messages.map(({ id, guestName }) => [id, guestName]))
  return acts.map((act) =>
    act.target?.kind === 'message' ? { ...act, target: { ...act.target, name: names.get(act.target.id) ?? '' } } : act,
  )
}
