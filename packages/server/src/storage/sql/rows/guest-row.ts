import type { KnownGuest } from '@guestwall/protocol'
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { SeenGuest } from '../../../domain/seen-guest.ts'
import type { GuestsTable } from '../../schema.ts'
import { foldName } from '../../fold-name.ts'

export const GUEST_COLUMNS = [
  'id',
  'name',
  'first_seen_at',
  'last_seen_at',
  'source',
  'renamed',
  'muted',
  'removed',
  'banned',
  'reason',
  'acted_by_id',
  'acted_by_name',
] as const

export function guestOf(row: Pick<Selectable<GuestsTable>, (typeof GUEST_COLUMNS)[number]>): KnownGuest {
  return {
    id: row.id,
    name: row.name,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    source: row.source,
    isRenamed: row.renamed === 1,
    isMuted: row.muted === 1,
    isRemoved: row.removed === 1,
    isBanned: row.banned === 1,
    reason: row.reason,
    by: row.acted_by_id === null ? null : { id: row.acted_by_id, name: row.acted_by_name ?? '' },
  }
}

/** The row of a guest that is noted for the first time. */
export function seenRow(sessionId: string, { id, name, source, firstAt, at }: SeenGuest): Insertable<GuestsTable> {
  return {
    session_id: sessionId,
    id,
    name,
    name_folded: foldName(name),
    first_seen_at: firstAt,
    last_seen_at: at,
    source,
    acted: 0,
    renamed: 0,
    muted: 0,
    removed: 0,
    banned: 0,
    reason: null,
    acted_by_id: null,
    acted_by_name: null,
  }
}

/** The columns that an act of a host sets. */
export function actedRow(guest: KnownGuest): Updateable<GuestsTable> {
  return {
    ...(guest.isRenamed ? { name: guest.name, name_folded: foldName(guest.name) } : {}),
    acted: 1,
    renamed: guest.isRenamed ? 1 : 0,
    muted: guest.isMuted ? 1 : 0,
    removed: guest.isRemoved ? 1 : 0,
    banned: guest.isBanned ? 1 : 0,
    reason: guest.reason,
    acted_by_id: guest.by?.id ?? null,
    acted_by_name: guest.by?.name ?? null,
  }
}
