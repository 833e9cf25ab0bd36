import { randomBytes } from 'node:crypto'
import { type Session, WALL_MESSAGES, WALL_PINNED_MESSAGES, WALL_VOTES, type WallMessage } from '@guestwall/protocol'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { LogEvent, LogSlice } from '../domain/log-event.ts'
import type { ChainEntry, StoredBallot, VoteRecord } from '../domain/vote-record.ts'
import { countsAudience } from '../log/decide/publication.ts'
import { wallsOf } from '../log/decide/wall-of.ts'
import { type AppendEngine, type Appended, appendPlan, canGuess, guessPlan } from './append-plan.ts'
import { Guesses } from './guesses.ts'
import { type TransactionPlan, transactInTurn } from './round.ts'
import {
  BALLOT_COLUMNS,
  ballotOf,
  CHAIN_COLUMNS,
  chainEntryOf,
  eventOf,
  MESSAGE_COLUMNS,
  messageOf,
  SESSION_COLUMNS,
  sessionOf,
  sessionRow,
  VOTE_COLUMNS,
  voteRecordOf,
} from './rows.ts'
import type { Database } from './schema.ts'
import {
  type Batch,
  type Committed,
  type MessagePageQuery,
  type NewSession,
  type Store,
  type StoredHead,
  type StoredVoters,
  type StoredWalls,
  StoreUnavailable,
} from './store.ts'

/** Sessions whose head is remembered: bounds the memory, by far more than are live at one time. */
const REMEMBERED_HEADS = 10_000

/** A probe is as large as a batch of a few messages: a disk that has room for a byte has none for them. */
const PROBE_BYTES = 16_384

/** The log is shorter than it was: the database was replaced by an older one under this server. */
class LostCommits extends Error {
  override readonly name = 'LostCommits'
  readonly epoch: string

  constructor(epoch: string) {
    super('the database has lost commits')
    this.epoch = epoch
  }
}

/** What the two engines do differently. */
export interface Engine extends AppendEngine {
  /** Carries a transaction out with few exchanges, where each costs; without it statement by statement. */
  transact?<Result>(plan: TransactionPlan<Result>): Promise<Result>
  /** Whether the guard of a guessed append has failed. */
  isWrongGuess?(error: unknown): boolean
  isConflict(error: unknown): boolean
  /** What the engine needs between writes, if anything. */
  maintain?(nowMs: number): Promise<void>
  close(): Promise<void>
}

/** The store in SQL, the same statements on SQLite and PostgreSQL. */
export class SqlStore implements Store {
  readonly #engine: Engine
  readonly #db: Kysely<Database>
  /** How far this server has seen each log come. */
  readonly #heads = new Map<string, { readonly epoch: string; readonly head: number }>()

  readonly #guesses = new Guesses()

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
    return this.#answer(async () => {
      try {
        return await this.#append(sessionId, batch)
      } catch (error) {
        if (!(error instanceof LostCommits)) throw error
        // Under the old epoch its ids would be given out a second time (LOG-1, LOG-4).
        await this.beginEpoch(sessionId, error.epoch, batch.newIds[0] as string)
        return this.#append(sessionId, batch)
      }
    })
  }

  async #append(sessionId: string, batch: Batch): Promise<Committed | null> {
    const appended = (await this.#appendByGuess(sessionId, batch)) ?? (await this.#appendLocked(sessionId, batch))
    if (appended === null) return null
    const { committed, left } = appended
    this.#noteHead(sessionId, committed.slice.epoch, committed.slice.to)
    this.#guesses.note(sessionId, left)
    return committed
  }

  #appendLocked(sessionId: string, batch: Batch): Promise<Appended | null> {
    const plan = appendPlan(this.#engine, sessionId, batch, (epoch, head) => {
      if (head < this.#knownHead(sessionId, epoch)) throw new LostCommits(epoch)
    })
    return this.#engine.transact?.(plan) ?? transactInTurn(this.#db, plan)
  }

  /** In one exchange, where that pays; `null` where it cannot be, or another server has written since. */
  async #appendByGuess(sessionId: string, batch: Batch): Promise<Appended | null> {
    const { transact, isWrongGuess } = this.#engine
    if (transact === undefined || isWrongGuess === undefined || !canGuess(batch)) return null
    const guess = this.#guesses.take(sessionId)
    if (guess === null || guess.head < this.#knownHead(sessionId, guess.epoch)) return null
    try {
      return await transact(guessPlan(this.#engine, sessionId, batch, guess))
    } catch (error) {
      if (!isWrongGuess(error)) throw error
      this.#guesses.wasWrong(sessionId)
      return null
    }
  }

  #knownHead(sessionId: string, epoch: string): number {
    const known = this.#heads.get(sessionId)
    return known?.epoch === epoch ? known.head : 0
  }

  #noteHead(sessionId: string, epoch: string, head: number): void {
    if (this.#knownHead(sessionId, epoch) > head) return
    this.#heads.delete(sessionId)
    this.#heads.set(sessionId, { epoch, head })
    // The one that was heard of longest ago goes.
    if (this.#heads.size > REMEMBERED_HEADS) this.#heads.delete(this.#heads.keys().next().value as string)
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
      const votes = await readWallVotes(tx, sessionId)
      const walls = wallsOf({
        session: sessionOf(row),
        messages: {
          shown: await readWallMessages(tx, sessionId, ['shown']),
          shownAndPending: await readWallMessages(tx, sessionId, ['shown', 'pending']),
        },
        messageCount: Number(shown),
        votes,
      })
      return { epoch: row.epoch, head: row.head, walls, voters: await readVoters(tx, sessionId, votes) }
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

  readHeads(sessionIds: readonly string[]): Promise<Map<string, StoredHead>> {
    return this.#answer(async () => {
      if (sessionIds.length === 0) return new Map<string, StoredHead>()
      const rows = await this.#db
        .selectFrom('sessions')
        .select(({ exists, selectFrom }) => [
          'id',
          'epoch',
          'head',
          exists(
            selectFrom('votes')
              .select('votes.id')
              .whereRef('votes.session_id', '=', 'sessions.id')
              .whereRef('votes.chain_seq', '>', 'votes.published_seq'),
          ).as('has_unpublished_ballots'),
        ])
        .where('id', 'in', sessionIds)
        .execute()
      for (const { id, epoch, head } of rows) this.#noteHead(id, epoch, head)
      return new Map(
        rows.map(({ id, epoch, head, has_unpublished_ballots: has }) => [id, { epoch, head, hasUnpublishedBallots: Boolean(has) }]),
      )
    })
  }

  readVotes(sessionId: string): Promise<VoteRecord[]> {
    return this.#answer(async () => {
      const rows = await this.#db.selectFrom('votes').select(VOTE_COLUMNS).where('session_id', '=', sessionId).orderBy('place').execute()
      return rows.map(voteRecordOf)
    })
  }

  readBallot(sessionId: string, voteId: string, guestId: string): Promise<{ ballot: StoredBallot; hash: string } | null> {
    return this.#answer(async () => {
      const row = await this.#db
        .selectFrom('ballots')
        .innerJoin('ballot_chain', (join) =>
          join
            .onRef('ballot_chain.session_id', '=', 'ballots.session_id')
            .onRef('ballot_chain.vote_id', '=', 'ballots.vote_id')
            .onRef('ballot_chain.seq', '=', 'ballots.seq'),
        )
        .select([
          'ballots.vote_id',
          'ballots.guest_id',
          'ballots.option_ids',
          'ballots.seq',
          'ballots.first_seq',
          'ballot_chain.hash as hash',
        ])
        .where('ballots.session_id', '=', sessionId)
        .where('ballots.vote_id', '=', voteId)
        .where('ballots.guest_id', '=', guestId)
        .executeTakeFirst()
      return row === undefined ? null : { ballot: ballotOf(row), hash: row.hash }
    })
  }

  readBallots(sessionId: string, voteId: string, afterGuestId: string, limit: number): Promise<StoredBallot[]> {
    return this.#answer(async () => {
      const rows = await this.#db
        .selectFrom('ballots')
        .select(BALLOT_COLUMNS)
        .where('session_id', '=', sessionId)
        .where('vote_id', '=', voteId)
        .where('guest_id', '>', afterGuestId)
        .orderBy('guest_id')
        .limit(limit)
        .execute()
      return rows.map(ballotOf)
    })
  }

  readChain(sessionId: string, voteId: string, afterSeq: number, limit: number): Promise<ChainEntry[]> {
    return this.#answer(async () => {
      const rows = await this.#db
        .selectFrom('ballot_chain')
        .select(CHAIN_COLUMNS)
        .where('session_id', '=', sessionId)
        .where('vote_id', '=', voteId)
        .where('seq', '>', afterSeq)
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map(chainEntryOf)
    })
  }

  beginEpoch(sessionId: string, lost: string, epoch: string): Promise<boolean> {
    return this.#answer(() =>
      this.#db.transaction().execute(async (tx) => {
        // One after the other: each of two that began at different sessions would wait for the other's row.
        if (this.#engine.locksRows) await sql`lock table database_life in exclusive mode`.execute(tx)
        const named = await tx
          .updateTable('sessions')
          .set({ epoch })
          .where('id', '=', sessionId)
          .where('epoch', '=', lost)
          .executeTakeFirst()
        if (named.numUpdatedRows === 0n) return false
        await tx.updateTable('sessions').set({ epoch }).execute()
        return true
      }),
    )
  }

  ping(): Promise<void> {
    return this.#answer(async () => {
      await this.#db.selectFrom('sessions').select('id').limit(1).execute()
    })
  }

  probeWrite(): Promise<void> {
    return this.#answer(async () => {
      const probe = { padding: randomBytes(PROBE_BYTES).toString('base64') }
      await this.#db
        .insertInto('write_probe')
        .values({ id: 1, ...probe })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(probe))
        .execute()
    })
  }

  async maintain(nowMs: number): Promise<void> {
    const { maintain } = this.#engine
    if (maintain !== undefined) await this.#answer(() => maintain(nowMs))
  }

  close(): Promise<void> {
    return this.#engine.close()
  }

  /** Several statements on one view of the database, so that rows and head belong together. */
  #readConsistently<Result>(read: (tx: Transaction<Database>) => Promise<Result>): Promise<Result> {
    const db = this.#db
    // A snapshot is one already.
    if (db.isTransaction) return this.#answer(() => read(db as Transaction<Database>))
    return this.#answer(() => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read))
  }

  async #answer<Result>(ask: () => Promise<Result>): Promise<Result> {
    try {
      return await ask()
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error
      throw new StoreUnavailable('the database did not answer', { cause: error })
    }
  }
}

async function readEventRows(tx: Transaction<Database>, sessionId: string, from: number, limit: number): Promise<LogEvent[]> {
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
      'messages.content',
      'messages.guest_name',
    ])
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

/** The newest votes of all and of those past their draft: what the reducer would have kept, for hosts and for the others. */
async function readWallVotes(tx: Transaction<Database>, sessionId: string): Promise<VoteRecord[]> {
  const newest = tx.selectFrom('votes').select(VOTE_COLUMNS).where('session_id', '=', sessionId).orderBy('place', 'desc').limit(WALL_VOTES)
  const rows = [...(await newest.execute()), ...(await newest.where('state', '!=', 'draft').execute())]
  const votes = new Map(rows.map((row) => [row.id, voteRecordOf(row)]))
  return [...votes.values()].sort((left, right) => left.ordinal - right.ordinal)
}

async function readVoters(tx: Transaction<Database>, sessionId: string, votes: readonly VoteRecord[]): Promise<StoredVoters[]> {
  const forVoters = votes.filter(({ results, state }) => results === 'afterVoting' && state !== 'draft')
  if (forVoters.length === 0) return []
  const ids = forVoters.map(({ id }) => id)
  const rows = await tx
    .selectFrom('ballots')
    .select(['vote_id', 'guest_id'])
    .where('session_id', '=', sessionId)
    .where('vote_id', 'in', ids)
    .execute()
  return forVoters.map((vote) => ({
    voteId: vote.id,
    audience: countsAudience(vote),
    guestIds: rows.flatMap(({ vote_id, guest_id }) => (vote_id === vote.id ? [guest_id] : [])),
  }))
}
