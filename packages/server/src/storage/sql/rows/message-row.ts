import type { ActedBy, HeldReason, HostMessage, Photo, WallMessage } from '@guestwall/protocol'
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { MessagesTable } from '../../schema.ts'
import type { MessageChange } from '../../transaction.ts'

export const MESSAGE_COLUMNS = [
  'id',
  'event_id',
  'guest_id',
  'guest_name',
  'content',
  'status',
  'pinned',
  'created_at',
  'key',
  'photo_id',
  'photo_width',
  'photo_height',
] as const

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
    ...photoOf(row),
  }
}

/** The photo of a message, where it has one. */
export function photoOf(row: Pick<Selectable<MessagesTable>, 'photo_id' | 'photo_width' | 'photo_height'>): { photo?: Photo } {
  const { photo_id: id, photo_width: width, photo_height: height } = row
  return id === null ? {} : { photo: { id, width: Number(width), height: Number(height) } }
}

function photoColumns(photo: Photo | undefined): Pick<Insertable<MessagesTable>, 'photo_id' | 'photo_width' | 'photo_height'> {
  return { photo_id: photo?.id ?? null, photo_width: photo?.width ?? null, photo_height: photo?.height ?? null }
}

export const HOST_MESSAGE_COLUMNS = [...MESSAGE_COLUMNS, 'held', 'decided_by', 'decided_at', 'before_ban'] as const
type HostMessageRow = Pick<Selectable<MessagesTable>, (typeof HOST_MESSAGE_COLUMNS)[number]>

/** The message with the fields that are for hosts only. */
export function hostMessageOf(row: HostMessageRow): HostMessage {
  return {
    ...messageOf(row),
    ...heldOf(row),
    ...(row.decided_by === null || row.decided_at === null
      ? {}
      : { decided: { by: JSON.parse(row.decided_by) as ActedBy, at: row.decided_at } }),
    ...(row.before_ban === null ? {} : { beforeBan: row.before_ban }),
  }
}

/** The message as a host's wall holds it: with the reasons while it is not on the wall. */
export function hostWallMessageOf(row: HostMessageRow): HostMessage {
  return row.status !== 'shown' ? { ...messageOf(row), ...heldOf(row) } : messageOf(row)
}

function heldOf({ held }: Pick<HostMessageRow, 'held'>): Pick<HostMessage, 'held'> {
  return held === null ? {} : { held: JSON.parse(held) as HeldReason[] }
}

export function messageRow(sessionId: string, message: HostMessage): Insertable<MessagesTable> {
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
    held: message.held === undefined ? null : JSON.stringify(message.held),
    ...photoColumns(message.photo),
  }
}

/** The columns that a change sets. */
export function messageChangeRow(change: MessageChange['change']): Updateable<MessagesTable> {
  const { status, content, guestName, pinned, held, decided, beforeBan } = change
  return {
    ...(status === undefined ? {} : { status }),
    ...(content === undefined ? {} : { content }),
    ...(guestName === undefined ? {} : { guest_name: guestName }),
    ...(pinned === undefined ? {} : { pinned: pinned ? 1 : 0 }),
    ...('held' in change ? { held: held === undefined ? null : JSON.stringify(held) } : {}),
    ...('photo' in change ? photoColumns(change.photo) : {}),
    ...('beforeBan' in change ? { before_ban: beforeBan ?? null } : {}),
    ...(decided === undefined ? {} : { decided_by: JSON.stringify(decided.by), decided_at: decided.at }),
  }
}
