import type { ActedBy, AnyEvent, HeldReason, Photo, WallEvent, WallMessage } from '@guestwall/protocol'
import type { Insertable, Selectable } from 'kysely'
import type { LogEvent } from '../../../domain/log-event.ts'
import type { EventsTable } from '../../schema.ts'
import type { NewEvent } from '../../transaction.ts'

/**
 * An event's row. The body of the message that it carries, its author's name, the reasons that quote the body and the photo are stored in `messages`
 * alone (LOG-5).
 */
export function eventRow(sessionId: string, { logged, messageId }: NewEvent): Insertable<EventsTable> {
  const { event, audience, voters, by, recipient } = logged
  return {
    session_id: sessionId,
    id: event.id,
    type: event.type,
    audience,
    at: event.at,
    data: JSON.stringify(
      messageId === null ? event.data : { ...event.data, content: '', guestName: '', held: undefined, photo: undefined },
    ),
    message_id: messageId,
    voters: voters === undefined ? null : JSON.stringify(voters),
    by: by === undefined ? null : JSON.stringify(by),
    recipient: recipient ?? null,
  }
}

/** Other data for events that are stored already. */
export function eventDataRow(data: WallEvent['data']): Pick<Insertable<EventsTable>, 'data'> {
  return { data: JSON.stringify(data) }
}

type EventAndMessage = Omit<Selectable<EventsTable>, 'session_id' | 'message_id'> & {
  readonly content: string | null
  readonly guest_name: string | null
  readonly status: WallMessage['status'] | null
  readonly held: string | null
  readonly photo?: Photo
}

/** The event as it was appended, with the body, the name and the status that its message has now. */
export function eventOf(row: EventAndMessage): LogEvent {
  const data = JSON.parse(row.data) as Record<string, unknown>
  if (row.content !== null) data['content'] = row.content
  if (row.guest_name !== null) data['guestName'] = row.guest_name
  if (row.photo !== undefined) data['photo'] = row.photo
  // Only the event of a message that waited, or is private, carries the reasons.
  if (row.held !== null && data['status'] !== 'shown') data['held'] = JSON.parse(row.held) as HeldReason[]
  const event: AnyEvent = { id: row.id, type: row.type, at: row.at, data }
  return {
    event: event as WallEvent,
    audience: row.audience,
    ...(row.voters === null ? {} : { voters: JSON.parse(row.voters) as string[] }),
    ...(row.by === null ? {} : { by: JSON.parse(row.by) as ActedBy }),
    ...(row.recipient === null ? {} : { recipient: row.recipient }),
    ...(row.status === null || row.status === 'shown' ? {} : { isHidden: true }),
  }
}
