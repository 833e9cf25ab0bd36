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
  const keyRows = reads.keys.length === 0 ? () => [] : first.add(keysQuery(db, sessionId, reads.keys).select(KEY_COLUMNS))
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
  addWrites(last, db, sessionId, row.head, writes)
  return { last, result }
}

/**
 * `Storage.writeIf` as one exchange. Behind the lock a guard divides by zero, so that nothing is committed, unless the log is where the caller
 * expects it and the keys are unknown.
 */
export function* guardedWritePlan(
  { db }: Engine,
  sessionId: string,
  { epoch, head, newKeys }: Expected,
  writes: Writes,
): TransactionPlan<true> {
  // Nothing is read before the only exchange.
  yield* []
  const last = new Exchange()
  last.add(db.selectFrom('sessions').select('id').where('id', '=', sessionId).forUpdate())
  last.add(
    db
      .selectFrom('sessions')
      .select((is) => sql<number>`1 / ${is.fn.countAll()}`.as('holds'))
      .where('id', '=', sessionId)
      .where('epoch', '=', epoch)
      .where('head', '=', head)
      .where((is) => is.not(is.exists(keysQuery(db, sessionId, newKeys).select('key')))),
  )
  addWrites(last, db, sessionId, head, writes)
  return { last, result: true }
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
