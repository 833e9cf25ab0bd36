import { type Session, WALL_MESSAGES, WALL_PINNED_MESSAGES, type Wall, type WallMessage } from '@guestwall/protocol'
import type { Kysely, Transaction } from 'kysely'
import { type BatchDecision, decideBatch, type KnownKey, type LockedSession, needsOf } from '../domain/decide-batch.ts'
import type { LogEvent } from '../domain/decide.ts'
import { chunks } from './chunks.ts'
import { project } from './project.ts'
import { eventOf, eventRow, MESSAGE_COLUMNS, messageOf, SESSION_COLUMNS, sessionOf, sessionRow } from './rows.ts'
import type { Database } from './schema.ts'
import {
  type Batch,
  type Committed,
  type LogSlice,
  type MessagePageQuery,
  type NewSession,
  type Store,
  StoreUnavailable,
  type StoredWalls,
} from './store.ts'

/** What the two engines do differently. */
export interface Engine {
  readonly db: Kysely<Database>
  /** Whether the row lock must be asked for; SQLite's write transaction holds the whole database. */
  readonly locksRows: boolean
  isConflict(error: unknown): boolean
  close(): Promise<void>
}

/** The store in SQL, the same statements on SQLite and PostgreSQL. */
export class SqlStore implements Store {
  readonly #engine: Engine
  readonly #db: Kysely<Database>

  constructor(engine: Engine) {
    this.#engine = engine
    this.#db = engine.db
  }

  createSession({ session, epoch }: NewSession): Promise<boolean> {
    return this.#answer(async () => {
      try {
        await this.#db
          .insertInto('sessions')
          .values({ ...sessionRow(session), epoch, head: 0 })
          .execute()
        return true
      } catch (error) {
        if (this.#engine.isConflict(error)) return false
        throw error
      }
    })
  }

  findSession(idOrCode: string): Promise<Session | null> {
    return this.#answer(async () => {
      const row = await this.#db
        .selectFrom('sessions')
        .select(SESSION_COLUMNS)
        .where((is) => is.or([is('id', '=', idOrCode), is('code', '=', idOrCode)]))
        .executeTakeFirst()
      return row === undefined ? null : sessionOf(row)
    })
  }

  listSessions(limit: number): Promise<Session[]> {
    return this.#answer(async () => {
      const rows = await this.#db
        .selectFrom('sessions')
        .select(SESSION_COLUMNS)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(sessionOf)
    })
  }

  append(sessionId: string, batch: Batch): Promise<Committed | null> {
    return this.#answer(() =>
      this.#db.transaction().execute(async (tx) => {
        const locked = await this.#lock(tx, sessionId, batch)
        if (locked === null) return null
        const decision = decideBatch(locked, batch)
        await this.#write(tx, sessionId, locked.head, decision)
        const slice = { epoch: locked.epoch, from: locked.head, to: locked.head + decision.events.length, events: decision.events }
        return { slice, outcomes: decision.outcomes }
      }),
    )
  }

  async #lock(tx: Transaction<Database>, sessionId: string, { commands }: Batch): Promise<LockedSession | null> {
    const query = tx
      .selectFrom('sessions')
      .select([...SESSION_COLUMNS, 'epoch', 'head'])
      .where('id', '=', sessionId)
    // The lock first, the reads after it: what they see is then what the last committed batch left (LOG-2).
    const row = await (this.#engine.locksRows ? query.forUpdate() : query).executeTakeFirst()
    if (row === undefined) return null
    const needs = needsOf(commands)
    const knownKeys = await readKeys(tx, sessionId, needs.keys)
    const messageIds = new Set(needs.messageIds)
    for (const { messageId } of knownKeys) if (messageId !== null) messageIds.add(messageId)
    const messages = await readMessagesById(tx, sessionId, [...messageIds])
    return { session: sessionOf(row), epoch: row.epoch, head: row.head, knownKeys, messages }
  }

  async #write(tx: Transaction<Database>, sessionId: string, head: number, { events, keys }: BatchDecision): Promise<void> {
    for (const some of chunks(events)) {
      await tx
        .insertInto('events')
        .values(some.map((logged) => eventRow(sessionId, logged)))
        .execute()
    }
    await project(tx, sessionId, events)
    for (const some of chunks(keys)) {
      const rows = some.map(({ key, actorId, bodyHash, messageId }) => ({
        session_id: sessionId,
        key,
        actor_id: actorId,
        body_hash: bodyHash,
        message_id: messageId,
      }))
      await tx.insertInto('command_keys').values(rows).execute()
    }
    if (events.length > 0) {
      await tx
        .updateTable('sessions')
        .set({ head: head + events.length })
        .where('id', '=', sessionId)
        .execute()
    }
  }

  readEvents(sessionId: string, from: number, limit: number): Promise<LogSlice | null> {
    return this.#readConsistently(async (tx) => {
      const session = await tx.selectFrom('sessions').select(['epoch', 'head']).where('id', '=', sessionId).executeTakeFirst()
      if (session === undefined) return null
      const events = await readEventRows(tx, sessionId, from, limit)
      // Short of the limit means up to the head; the range is always the one that was read.
      const to = events.length < limit ? Math.max(from, session.head) : (events.at(-1)?.event.id ?? from)
      return { epoch: session.epoch, from, to, events }
    })
  }

  readWalls(sessionId: string): Promise<StoredWalls | null> {
    return this.#readConsistently(async (tx) => {
      const row = await tx
        .selectFrom('sessions')
        .select([...SESSION_COLUMNS, 'epoch', 'head'])
        .where('id', '=', sessionId)
        .executeTakeFirst()
      if (row === undefined) return null
      const { shown } = await tx
        .selectFrom('messages')
        .select((of) => of.fn.countAll<number | string>().as('shown'))
        .where('session_id', '=', sessionId)
        .where('status', '=', 'shown')
        .executeTakeFirstOrThrow()
      const wall = async (statuses: WallMessage['status'][]): Promise<Wall> => ({
        session: sessionOf(row),
        messages: await readWallMessages(tx, sessionId, statuses),
        messageCount: Number(shown),
        votes: [],
      })
      return { epoch: row.epoch, head: row.head, everyone: await wall(['shown']), hosts: await wall(['shown', 'pending']) }
    })
  }

  readMessages(sessionId: string, page: MessagePageQuery): Promise<WallMessage[]> {
    return this.#answer(async () => {
      let query = this.#db
        .selectFrom('messages')
        .select(MESSAGE_COLUMNS)
        .where('session_id', '=', sessionId)
        .where('status', 'in', page.statuses)
      if (page.before !== null) query = query.where('event_id', '<', page.before)
      return (await query.orderBy('event_id', 'desc').limit(page.limit).execute()).map(messageOf)
    })
  }

  readHeads(sessionIds: readonly string[]): Promise<Map<string, { epoch: string; head: number }>> {
    return this.#answer(async () => {
      if (sessionIds.length === 0) return new Map<string, { epoch: string; head: number }>()
      const rows = await this.#db.selectFrom('sessions').select(['id', 'epoch', 'head']).where('id', 'in', sessionIds).execute()
      return new Map(rows.map(({ id, epoch, head }) => [id, { epoch, head }]))
    })
  }

  ping(): Promise<void> {
    return this.#answer(async () => {
      await this.#db.selectFrom('sessions').select('id').limit(1).execute()
    })
  }

  close(): Promise<void> {
    return this.#engine.close()
  }

  /** Several statements on one view of the database, so that rows and head belong together. */
  #readConsistently<Result>(read: (tx: Transaction<Database>) => Promise<Result>): Promise<Result> {
    return this.#answer(() => this.#db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read))
  }

  async #answer<Result>(ask: () => Promise<Result>): Promise<Result> {
    try {
      return await ask()
    } catch (error) {
      throw new StoreUnavailable('the database did not answer', { cause: error })
    }
  }
}

async function readKeys(tx: Transaction<Database>, sessionId: string, keys: readonly string[]): Promise<KnownKey[]> {
  if (keys.length === 0) return []
  const rows = await tx
    .selectFrom('command_keys')
    .select(['key', 'actor_id', 'body_hash', 'message_id'])
    .where('session_id', '=', sessionId)
    .where('key', 'in', keys)
    .execute()
  return rows.map((row) => ({ key: row.key, actorId: row.actor_id, bodyHash: row.body_hash, messageId: row.message_id }))
}

async function readMessagesById(tx: Transaction<Database>, sessionId: string, ids: readonly string[]): Promise<WallMessage[]> {
  if (ids.length === 0) return []
  return (await tx.selectFrom('messages').select(MESSAGE_COLUMNS).where('session_id', '=', sessionId).where('id', 'in', ids).execute()).map(
    messageOf,
  )
}

async function readEventRows(tx: Transaction<Database>, sessionId: string, from: number, limit: number): Promise<LogEvent[]> {
  const rows = await tx
    .selectFrom('events')
    .leftJoin('messages', (join) =>
      join.onRef('messages.session_id', '=', 'events.session_id').onRef('messages.id', '=', 'events.message_id'),
    )
    .select(['events.id', 'events.type', 'events.audience', 'events.at', 'events.data', 'messages.content'])
    .where('events.session_id', '=', sessionId)
    .where('events.id', '>', from)
    .orderBy('events.id')
    .limit(limit)
    .execute()
  return rows.map(eventOf)
}

/** The newest messages and, before them, the newest pinned ones: what the reducer would have kept. */
async function readWallMessages(tx: Transaction<Database>, sessionId: string, statuses: WallMessage['status'][]): Promise<WallMessage[]> {
  const candidates = tx.selectFrom('messages').select(MESSAGE_COLUMNS).where('session_id', '=', sessionId).where('status', 'in', statuses)
  const newest = (await candidates.orderBy('event_id', 'desc').limit(WALL_MESSAGES).execute()).map(messageOf).reverse()
  const oldest = newest[0]
  if (oldest === undefined || newest.length < WALL_MESSAGES) return newest
  const pinned = await candidates
    .where('pinned', '=', 1)
    .where('event_id', '<', oldest.eventId)
    .orderBy('event_id', 'desc')
    .limit(WALL_PINNED_MESSAGES)
    .execute()
  return [...pinned.map(messageOf).reverse(), ...newest]
}
