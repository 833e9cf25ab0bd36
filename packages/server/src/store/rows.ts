import type { AnyEvent, Session, WallEvent, WallMessage } from '@guestwall/protocol'
import type { Insertable, Selectable } from 'kysely'
import { carriedMessage, type LogEvent } from '../domain/decide.ts'
import type { EventsTable, MessagesTable, SessionsTable } from './schema.ts'

/** Rows to domain values and back. The columns are named in one place each. */

export const SESSION_COLUMNS = [
  'id',
  'code',
  'title',
  'subtitle',
  'state',
  'moderation',
  'slow_mode_seconds',
  'layout',
  'theme',
  'created_at',
] as const

export function sessionOf(row: Pick<Selectable<SessionsTable>, (typeof SESSION_COLUMNS)[number]>): Session {
  return {
    id: row.id,
    code: row.code,
    title: row.title,
    subtitle: row.subtitle,
    state: row.state,
    moderation: row.moderation,
    slowModeSeconds: row.slow_mode_seconds,
    layout: row.layout,
    theme: row.theme,
    createdAt: row.created_at,
  }
}

export function sessionRow(session: Session): Omit<Insertable<SessionsTable>, 'epoch' | 'head'> {
  return {
    id: session.id,
    code: session.code,
    title: session.title,
    subtitle: session.subtitle,
    state: session.state,
    moderation: session.moderation,
    slow_mode_seconds: session.slowModeSeconds,
    layout: session.layout,
    theme: session.theme,
    created_at: session.createdAt,
  }
}

export const MESSAGE_COLUMNS = ['id', 'event_id', 'guest_id', 'guest_name', 'content', 'status', 'pinned', 'created_at', 'key'] as const

export function messageOf(row: Pick<Selectable<MessagesTable>, (typeof MESSAGE_COLUMNS)[number]>): WallMessage {
  return {
    id: row.id,
    guestId: row.guest_id,
    guestName: row.guest_name,
    content: row.content,
    status: row.status,
    pinned: row.pinned === 1,
    createdAt: row.created_at,
    eventId: row.event_id,
    key: row.key,
  }
}

export function messageRow(sessionId: string, message: WallMessage): Insertable<MessagesTable> {
  return {
    session_id: sessionId,
    id: message.id,
    event_id: message.eventId,
    guest_id: message.guestId,
    guest_name: message.guestName,
    content: message.content,
    status: message.status,
    pinned: message.pinned ? 1 : 0,
    created_at: message.createdAt,
    key: message.key,
  }
}

/** An event's row: a message's body stays behind, for it stands in `messages` (LOG-5). */
export function eventRow(sessionId: string, { event, audience }: LogEvent): Insertable<EventsTable> {
  const message = carriedMessage(event)
  return {
    session_id: sessionId,
    id: event.id,
    type: event.type,
    audience,
    at: event.at,
    data: JSON.stringify(message === null ? event.data : { ...message, content: '' }),
    message_id: message?.id ?? null,
  }
}

/** The event as it was, with the body that the message still has. */
export function eventOf(row: Omit<Selectable<EventsTable>, 'session_id' | 'message_id'> & { content: string | null }): LogEvent {
  const data = JSON.parse(row.data) as Record<string, unknown>
  if (row.content !== null) data['content'] = row.content
  const event: AnyEvent = { id: row.id, type: row.type, at: row.at, data }
  return { event: event as WallEvent, audience: row.audience }
}
