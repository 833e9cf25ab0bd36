import { type Kysely, sql, type Transaction } from 'kysely'
import type { ReactionWrite, Tap } from '../../domain/tap.ts'
import type { Database } from '../schema.ts'
import type { StoredReactions } from '../storage.ts'
import type { Engine } from './engine.ts'
import type { Exchange } from './exchange.ts'
import { addInsert } from './insert-rows.ts'

/** `StorageReader.readReactions`, in one consistent view. */
export async function readReactions(
  tx: Transaction<Database>,
  sessionId: string,
  messageIds: readonly string[],
): Promise<StoredReactions | null> {
  const session = await tx.selectFrom('sessions').select('reactions_version').where('id', '=', sessionId).executeTakeFirst()
  if (session === undefined) return null
  const version = Number(session.reactions_version)
  if (messageIds.length === 0) return { version, counted: [] }
  const rows = await tx
    .selectFrom('reactions')
    .select((of) => ['message_id', 'kind', of.fn.countAll<number | string>().as('count')])
    .where('session_id', '=', sessionId)
    .where('message_id', 'in', messageIds)
    .where('kind', 'is not', null)
    // Those to a message that is not on the wall are kept for its return, and read by nobody meanwhile (REACT-2). Each message is looked up by its
    // key: for a list of ids SQLite would go through all shown messages of the session.
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('messages')
          .select('messages.id')
          .where('messages.session_id', '=', sessionId)
          .whereRef('messages.id', '=', 'reactions.message_id')
          .where('messages.status', '=', 'shown'),
      ),
    )
    .groupBy(['message_id', 'kind'])
    .orderBy('message_id')
    .orderBy('kind')
    .execute()
  return {
    version,
    counted: rows.map(({ message_id, kind, count }) => ({ messageId: message_id, kind: kind ?? '', count: Number(count) })),
  }
}

/** `StorageReader.readOwnReactions`. */
export async function readOwnReactions(
  db: Kysely<Database>,
  sessionId: string,
  guestIds: readonly string[],
  limit: number,
): Promise<Tap[]> {
  if (guestIds.length === 0) return []
  const rows = await db
    .selectFrom((from) =>
      from
        .selectFrom('reactions')
        .innerJoin('messages', (on) =>
          on.onRef('messages.session_id', '=', 'reactions.session_id').onRef('messages.id', '=', 'reactions.message_id'),
        )
        .select((of) => [
          'reactions.guest_id',
          'message_id',
          'kind',
          'ordinal',
          of.fn
            .agg<number>('row_number')
            .over((over) => over.partitionBy('reactions.guest_id').orderBy('ordinal', 'desc'))
            .as('place'),
        ])
        .where('reactions.session_id', '=', sessionId)
        .where('reactions.guest_id', 'in', guestIds)
        .where('status', '=', 'shown')
        .where('kind', 'is not', null)
        .as('own'),
    )
    .select(['guest_id', 'message_id', 'kind', 'ordinal'])
    .where('place', '<=', limit)
    .orderBy('guest_id')
    .orderBy('place')
    .execute()
  return rows.map(({ guest_id, message_id, kind, ordinal }) => ({ guestId: guest_id, messageId: message_id, kind, order: Number(ordinal) }))
}

/** Adds the statements that change the reactions of a session. */
export function addReactions(exchange: Exchange, engine: Engine, sessionId: string, writes: readonly ReactionWrite[]): void {
  if (writes.length === 0) return
  for (const write of writes) addReactionWrite(exchange, engine, sessionId, write)
  exchange.add(engine.db.updateTable('sessions').set({ reactions_version: sql<number>`reactions_version + 1` }).where('id', '=', sessionId))
}

const NEWEST_COUNTS = ` on conflict (session_id, message_id, guest_id)
  do update set kind = excluded.kind, ordinal = excluded.ordinal where excluded.ordinal > reactions.ordinal`

function addReactionWrite(exchange: Exchange, engine: Engine, sessionId: string, write: ReactionWrite): void {
  const ofSession = engine.db.deleteFrom('reactions').where('session_id', '=', sessionId)
  switch (write.is) {
    case 'moved':
      return
    case 'erased':
      exchange.add(ofSession.where('message_id', '=', write.messageId))
      return
    case 'out':
      exchange.add(ofSession.where('guest_id', '=', write.guestId))
      return
    case 'set':
      addInsert(
        exchange,
        engine,
        'reactions',
        write.taps.map(({ messageId, guestId, kind, order }) => ({
          session_id: sessionId,
          message_id: messageId,
          guest_id: guestId,
          kind,
          ordinal: order,
        })),
        NEWEST_COUNTS,
      )
      return
    default:
      write satisfies never
  }
}
