import { type Kysely, sql } from 'kysely'
import type { Database } from '../schema.ts'
import type { Decide, Expected, LockedSession, ReadSet, Writes } from '../transaction.ts'
import { compiledOnce } from './compiled-once.ts'
import type { Engine } from './engine.ts'
import { Exchange, type TransactionPlan } from './exchange.ts'
import { keysQuery, type Named, readNamed } from './locked-reads.ts'
import { KEY_COLUMNS, knownKeyOf } from './rows/key-row.ts'
import { SESSION_COLUMNS, sessionOf, stateByOf } from './rows/session-row.ts'
import { addWrites } from './writes.ts'

const rowOf = (db: Kysely<Database>, sessionId: string) =>
  db
    .selectFrom('sessions')
    .select([...SESSION_COLUMNS, 'state_by', 'epoch', 'head'])
    .where('id', '=', sessionId)
const sessionQuery = compiledOnce(rowOf)
const lockedSessionQuery = compiledOnce((db, sessionId) => rowOf(db, sessionId).forUpdate())

/** Checks the log as it was locked; throws where the transaction must not go on. */
export type LogCheck = (epoch: string, head: number) => void

/**
 * `Storage.transact` as exchanges. The first one takes the lock and reads behind it, so that each read sees what the last committed transaction
 * left. A second one follows only where known keys name votes (or messages, on SQLite) that were not read. The last one writes.
 */
export function* transactionPlan<Result>(
  engine: Engine,
  sessionId: string,
  reads: ReadSet,
  check: LogCheck,
  decide: Decide<Result>,
): TransactionPlan<Result | null> {
  const { db } = engine
  const first = new Exchange()
  const sessionRows = first.add((engine.locksRows ? lockedSessionQuery : sessionQuery)(db, sessionId))
  const keyRows = reads.keys.length === 0 ? () => [] : first.add(keysQuery(engine, sessionId, reads.keys).select(KEY_COLUMNS))
  const readFirst = readNamed(first, engine, sessionId, reads, engine.pipeline === undefined ? [] : reads.keys)
  yield first

  const [row] = sessionRows()
  if (row === undefined) return { last: new Exchange(), result: null }
  check(row.epoch, row.head)
  const knownKeys = keyRows().map(knownKeyOf)
  const named = readFirst()

  const missing = missingOf(knownKeys, reads, named)
  let more: Named | null = null
  if (missing.messageIds.length > 0 || missing.voteIds.length > 0) {
    const second = new Exchange()
    const readSecond = readNamed(second, engine, sessionId, missing)
    yield second
    more = readSecond()
  }

  const stateBy = stateByOf(row)
  const locked = { session: sessionOf(row), stateBy, epoch: row.epoch, head: row.head, knownKeys, ...together(named, more) }
  const { writes, result } = decide(locked)
  const last = new Exchange()
  addWrites(last, engine, sessionId, row.head, writes)
  return { last, result }
}

/**
 * `Storage.writeIf`. Nothing is read besides the log's position: a key that is known already and is written again breaks the primary key of its table, and
 * then nothing is committed. Where statements are sent together, a guard behind the lock divides by zero for the same effect.
 */
export function* guardedWritePlan(engine: Engine, sessionId: string, expected: Expected, writes: Writes): TransactionPlan<boolean> {
  const { db } = engine
  const written = new Set(writes.keys.map(({ key }) => key))
  const unwritten = expected.newKeys.filter((key) => !written.has(key))
  const last = new Exchange()
  if (engine.pipeline === undefined) {
    const first = new Exchange()
    const positions = first.add(positionQuery(db, sessionId))
    const known = unwritten.length === 0 ? () => [] : first.add(keysQuery(engine, sessionId, unwritten).select('key'))
    yield first
    const [position] = positions()
    if (position?.epoch !== expected.epoch || position.head !== expected.head || known().length > 0) return { last, result: false }
  } else {
    last.add(lockQuery(db, sessionId))
    last.add(guardQuery(engine, sessionId, expected, unwritten))
  }
  addWrites(last, engine, sessionId, expected.head, writes)
  return { last, result: true }
}

const positionQuery = compiledOnce((db, sessionId) => db.selectFrom('sessions').select(['epoch', 'head']).where('id', '=', sessionId))
const lockQuery = compiledOnce((db, sessionId) => db.selectFrom('sessions').select('id').where('id', '=', sessionId).forUpdate())

function guardQuery(engine: Engine, sessionId: string, { epoch, head }: Expected, unwritten: readonly string[]) {
  const guard = engine.db
    .selectFrom('sessions')
    .select((is) => sql<number>`1 / ${is.fn.countAll()}`.as('holds'))
    .where('id', '=', sessionId)
    .where('epoch', '=', epoch)
    .where('head', '=', head)
  if (unwritten.length === 0) return guard
  return guard.where((is) => is.not(is.exists(keysQuery(engine, sessionId, unwritten).select('key'))))
}

/** The messages and votes that known keys name and that were not read yet. */
function missingOf(knownKeys: LockedSession['knownKeys'], reads: ReadSet, read: Named): ReadSet {
  const unread = (ids: (string | null)[], known: readonly string[]) =>
    [...new Set(ids)].flatMap((id) => (id === null || known.includes(id) ? [] : [id]))
  return {
    keys: [],
    guestIds: [],
    messagesOf: { guestIds: [], withRejected: false },
    messageIds: unread(
      knownKeys.map(({ messageId }) => messageId),
      [...reads.messageIds, ...read.messages.map(({ id }) => id)],
    ),
    pinnedMessages: false,
    settings: false,
    screens: false,
    shownAuthors: [],
    voteIds: unread(
      knownKeys.map(({ voteId }) => voteId),
      reads.voteIds,
    ),
    oldestMessages: 0,
    allVotes: false,
    openVotes: false,
    unpublishedVotes: false,
    allBallotsOf: [],
    ballots: { voteIds: [], guestIds: [] },
    credentials: false,
    photoIds: [],
  }
}

function together(first: Named, more: Named | null): Named {
  if (more === null) return first
  const known = new Set(first.votes.map(({ id }) => id))
  const votes = [...first.votes, ...more.votes.filter(({ id }) => !known.has(id))]
  return {
    messages: [...first.messages, ...more.messages],
    guests: first.guests,
    pinnedIds: first.pinnedIds,
    settings: first.settings,
    screens: first.screens,
    shownAuthors: first.shownAuthors,
    votes: votes.sort((left, right) => left.ordinal - right.ordinal),
    ballots: first.ballots,
    freshVoters: [...first.freshVoters, ...more.freshVoters.filter(({ voteId }) => !known.has(voteId))],
    clockMs: more.clockMs ?? first.clockMs,
    credentials: first.credentials,
    photos: first.photos,
  }
}
