import type { AnyEvent, WallEvent } from '@guestwall/protocol'
import type { Insertable, Selectable } from 'kysely'
import type { LogEvent } from '../../../domain/log-event.ts'
import type { EventsTable } from '../../schema.ts'
import type { NewEvent } from '../../transaction.ts'

/** An event's row. The body of the message that it carries and the author's name are stored in `messages` alone (LOG-5). */
export function eventRow(sessionId: string, { logged: { event, audience, voters }, messageId }: NewEvent): Insertable<EventsTable> {
  return {
    session_id: sessionId,
    id: event.id,
    type: event.type,
    audience,
    at: event.at,
    data: JSON.stringify(messageId === null ? event.data : { ...event.data, content: '', guestName: '' }),
    message_id: messageId,
    voters: voters === undefined ? null : JSON.stringify(voters),
  }
}

/** The event as it was appended, with the body and the name that the message has now. */
export function eventOf(
  row: Omit<Selectable<EventsTable>, 'session_id' | 'message_id'> & { content: string | null; guest_name: string | null },
): LogEvent {
  const data = JSON.parse(row.data) as Record<string, unknown>
  if (row.content !== null) data['content'] = row.content
  if (row.guest_name !== null) data['guestName'] = row.guest_name
  const event: AnyEvent = { id: row.id, type: row.type, at: row.at, data }
  const voters = row.voters === null ? {} : { voters: JSON.parse(row.voters) as string[] }
  return { event: event as WallEvent, audience: row.audience, ...voters }
}
