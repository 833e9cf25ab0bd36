import type { WallMessage } from '@guestwall/protocol'
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { MessagesTable } from '../../schema.ts'
import type { MessageChange } from '../../transaction.ts'

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

/** The columns that a change sets. */
export function messageChangeRow({ status, content, guestName, pinned }: MessageChange['change']): Updateable<MessagesTable> {
  return {
    ...(status === undefined ? {} : { status }),
    ...(content === undefined ? {} : { content }),
    ...(guestName === undefined ? {} : { guest_name: guestName }),
    ...(pinned === undefined ? {} : { pinned: pinned ? 1 : 0 }),
  }
}
