import type { KnownGuest } from '@guestwall/protocol'
import { type Kysely, sql } from 'kysely'
import { foldName } from '../fold-name.ts'
import type { Database } from '../schema.ts'
import type { GuestPageQuery, ListedGuest } from '../storage.ts'
import { GUEST_COLUMNS, guestOf } from './rows/guest-row.ts'

/** `StorageReader.readGuests`. */
export async function readGuests(db: Kysely<Database>, sessionId: string, page: GuestPageQuery): Promise<ListedGuest[]> {
  let query = db.selectFrom('guests').select(GUEST_COLUMNS).where('session_id', '=', sessionId)
  if (page.before !== null) query = query.where('id', '<', page.before)
  if (page.name !== '') {
    const pattern = `%${foldName(page.name).replace(/[\\%_]/g, '\\$&')}%`
    query = query.where(sql<boolean>`name_folded like ${pattern} escape '\\'`)
  }
  const guests = (await query.orderBy('id', 'desc').limit(page.limit).execute()).map(guestOf)
  const counts = await countMessages(
    db,
    sessionId,
    guests.map(({ id }) => id),
  )
  return guests.map((guest) => ({ guest, messages: counts.get(guest.id) ?? 0 }))
}

/** The guests on which a host has acted. */
export async function readActedGuests(db: Kysely<Database>, sessionId: string): Promise<KnownGuest[]> {
  const acted = db.selectFrom('guests').select(GUEST_COLUMNS).where('session_id', '=', sessionId).where(sql<boolean>`acted = 1`)
  return (await acted.execute()).map(guestOf)
}

async function countMessages(db: Kysely<Database>, sessionId: string, guestIds: readonly string[]): Promise<Map<string, number>> {
  if (guestIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('messages')
    .select((of) => ['guest_id', of.fn.countAll<number | string>().as('messages')])
    .where('session_id', '=', sessionId)
    .where('guest_id', 'in', guestIds)
    .where('status', '!=', 'removed')
    .groupBy('guest_id')
    .execute()
  return new Map(rows.map(({ guest_id, messages }) => [guest_id, Number(messages)]))
}
