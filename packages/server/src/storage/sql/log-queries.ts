import type { Transaction } from 'kysely'
import type { LogSlice } from '../../domain/log-event.ts'
import type { Database } from '../schema.ts'
import { eventOf } from './rows/event-row.ts'
import { photoOf } from './rows/message-row.ts'

/** `StorageReader.readEvents`, in one consistent view. */
export async function readEvents(tx: Transaction<Database>, sessionId: string, from: number, limit: number): Promise<LogSlice | null> {
  const session = await tx.selectFrom('sessions').select(['epoch', 'head']).where('id', '=', sessionId).executeTakeFirst()
  if (session === undefined) return null
  const rows = await tx
    .selectFrom('events')
    .leftJoin('messages', (join) =>
      join.onRef('messages.session_id', '=', 'events.session_id').onRef('messages.id', '=', 'events.message_id'),
    )
    .select([
      'events.id',
      'events.type',
      'events.audience',
      'events.at',
      'events.data',
      'events.voters',
      'events.by',
      'events.recipient',
      'messages.content',
      'messages.guest_name',
      'messages.status',
      'messages.held',
      'messages.photo_id',
      'messages.photo_width',
      'messages.photo_height',
    ])
    .where('events.session_id', '=', sessionId)
    .where('events.id', '>', from)
    .orderBy('events.id')
    .limit(limit)
    .execute()
  const events = rows.map((row) => eventOf({ ...row, ...photoOf(row) }))
  // Fewer than the limit: the slice reaches the head. Otherwise it reaches the last event that was read.
  const to = events.length < limit ? Math.max(from, session.head) : (events.at(-1)?.event.id ?? from)
  return { epoch: session.epoch, from, to, events }
}
