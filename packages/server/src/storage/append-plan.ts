import type { Session } from '@guestwall/protocol'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { type BatchDecision, decideBatch, type Needs, needsOf } from '../log/decide/decide-batch.ts'
import type { KnownKey } from '../domain/known-key.ts'
import { chunks } from './chunks.ts'
import { project } from './project.ts'
import { Round, type TransactionPlan } from './round.ts'
import { eventRow, KEY_COLUMNS, keyRow, knownKeyOf, MESSAGE_COLUMNS, messageOf, SESSION_COLUMNS, sessionOf } from './rows.ts'
import type { Database } from './schema.ts'
import type { Batch, Committed } from './store.ts'
import { readVoting, writeVotes } from './votes.ts'

/** What the engines do differently in an append. */
export interface AppendEngine {
  readonly db: Kysely<Database>
  /** Whether the row lock must be asked for; SQLite's write transaction holds the whole database. */
  readonly locksRows: boolean
  /** The database's own clock in milliseconds, where several servers share it; without it a batch's `now` is the time. */
  readonly clockMs?: RawBuilder<number>
}

/** Looks at the log as it was locked; throws where it cannot go on. */
export type LogCheck = (epoch: string, head: number) => void

/**
 * The append (LOG-2): locks the session's row, reads what the commands name, decides them, writes. One round for the lock and the reads
 * behind it, so that each read sees what the last committed batch left; one more where a command was carried out before; one for all
 * that is written.
 */
export function* appendPlan(engine: AppendEngine, sessionId: string, batch: Batch, check: LogCheck): TransactionPlan<Appended | null> {
  const { db } = engine
  const needs = needsOf(batch.commands)
  const reads = new Round()
  const lock = db
    .selectFrom('sessions')
    .select([...SESSION_COLUMNS, 'epoch', 'head'])
    .where('id', '=', sessionId)
  const sessions = reads.add(engine.locksRows ? lock.forUpdate() : lock)
  const keys = needs.keys.length === 0 ? none : reads.add(keysQuery(db, sessionId, needs.keys))
  // Where an exchange costs, the messages of known keys come along.
  const named = readNamed(reads, engine, sessionId, needs, batch.now, engine.locksRows ? needs.keys : [])
  yield reads
  const [row] = sessions()
  if (row === undefined) return { last: new Round(), result: null }
  check(row.epoch, row.head)
  const knownKeys = keys().map(knownKeyOf)
  const first = named()

  // Asked again: the answer is what the first one was about, as it is now.
  const about = aboutOf(knownKeys, { ...needs, messageIds: [...needs.messageIds, ...first.messages.map(({ id }) => id)] })
  let again = NOTHING
  if (about.messageIds.length > 0 || about.voteIds.length > 0) {
    const rereads = new Round()
    const namedAgain = readNamed(rereads, engine, sessionId, about, batch.now)
    yield rereads
    const known = new Set(first.votes.map(({ id }) => id))
    const read = namedAgain()
    again = {
      ...read,
      votes: read.votes.filter(({ id }) => !known.has(id)),
      freshVoters: read.freshVoters.filter(({ voteId }) => !known.has(voteId)),
    }
  }

  const votes = [...first.votes, ...again.votes].sort((left, right) => left.ordinal - right.ordinal)
  const decision = decideBatch(
    {
      session: sessionOf(row),
      epoch: row.epoch,
      head: row.head,
      clockMs: again.clockMs ?? first.clockMs ?? Date.parse(batch.now),
      knownKeys,
      messages: [...first.messages, ...again.messages],
      votes,
      ballots: first.ballots,
      freshVoters: [...first.freshVoters, ...again.freshVoters],
    },
    batch,
  )
  const { events, outcomes, tallyDueInMs } = decision
  const slice = { epoch: row.epoch, from: row.head, to: row.head + events.length, events }
  const last = new Round()
  write(last, db, sessionId, row.head, decision)
  return { last, result: { committed: { slice, outcomes, tallyDueInMs }, left: leftBy(sessionOf(row), slice) } }
}

/** A committed batch, and the session as it left it. */
export interface Appended {
  readonly committed: Committed
  readonly left: LeftSession
}

/** A session as a batch left it: what the next one finds, if nobody else writes. */
export interface LeftSession {
  readonly session: Session
  readonly epoch: string
  readonly head: number
}

/** Whether the commands can be decided on what an earlier batch left: messages need nothing but the session and that their keys are new. */
export function canGuess({ commands }: Batch): boolean {
  return commands.every(({ kind }) => kind === 'sendMessage')
}

/**
 * The append in one round, decided beforehand on what this server's last batch left. Behind the lock a guard divides by zero, and nothing
 * is committed, unless the log is still there and the keys are new: then this is what would have been decided under the lock. Every
 * change of a session raises its head.
 */
export function* guessPlan({ db }: AppendEngine, sessionId: string, batch: Batch, guess: LeftSession): TransactionPlan<Appended> {
  // Nothing is asked before the last round.
  yield* []
  const unread = { knownKeys: [], messages: [], votes: [], ballots: [], freshVoters: [] }
  const decision = decideBatch({ ...guess, ...unread, clockMs: Date.parse(batch.now) }, batch)
  const { events, outcomes, tallyDueInMs } = decision
  const slice = { epoch: guess.epoch, from: guess.head, to: guess.head + events.length, events }
  const last = new Round()
  last.add(db.selectFrom('sessions').select('id').where('id', '=', sessionId).forUpdate())
  last.add(guardQuery(db, sessionId, guess, needsOf(batch.commands).keys))
  write(last, db, sessionId, guess.head, decision)
  return { last, result: { committed: { slice, outcomes, tallyDueInMs }, left: leftBy(guess.session, slice) } }
}

function guardQuery(db: Kysely<Database>, sessionId: string, { epoch, head }: LeftSession, keys: readonly string[]) {
  return db
    .selectFrom('sessions')
    .select((is) => sql<number>`1 / ${is.fn.countAll()}`.as('holds'))
    .where('id', '=', sessionId)
    .where('epoch', '=', epoch)
    .where('head', '=', head)
    .where((is) => is.not(is.exists(keysQuery(db, sessionId, keys))))
}

function leftBy(session: Session, { epoch, to, events }: Committed['slice']): LeftSession {
  const changed = events.findLast(({ event }) => event.type === 'session.changed' || event.type === 'session.ended')
  return { session: changed === undefined ? session : (changed.event.data as Session), epoch, head: to }
}

const none = () => []
const NOTHING: ReturnType<ReturnType<typeof readNamed>> = { messages: [], votes: [], ballots: [], freshVoters: [], clockMs: null }

/** What the commands name; each vote's row is locked after the session's: session, vote, ballot is the order everywhere. */
function readNamed(
  round: Round,
  { db, locksRows, clockMs }: AppendEngine,
  sessionId: string,
  needs: Omit<Needs, 'keys'>,
  now: string,
  keys: readonly string[] = [],
) {
  const messages = needs.messageIds.length + keys.length === 0 ? none : round.add(messagesQuery(db, sessionId, needs.messageIds, keys))
  const voting = readVoting(round, db, sessionId, needs, locksRows)
  // Tallies are paced by one clock: the servers' own may be minutes apart.
  const clock = voting === null || clockMs === undefined ? null : round.add(db.selectNoFrom(clockMs.as('ms')))
  return () => {
    const { votes, ballots, freshVoters } = voting?.() ?? { votes: [], ballots: [], freshVoters: [] }
    const ms = clock === null ? Date.parse(now) : (clock()[0]?.ms ?? Date.parse(now))
    return { messages: messages().map(messageOf), votes, ballots, freshVoters, clockMs: votes.length === 0 ? null : ms }
  }
}

/** What known keys are about, as far as the commands do not name it anyway. */
function aboutOf(knownKeys: readonly KnownKey[], needs: Needs): Omit<Needs, 'keys'> {
  const unread = (ids: (string | null)[], read: readonly string[]) =>
    [...new Set(ids)].flatMap((id) => (id === null || read.includes(id) ? [] : id))
  return {
    messageIds: unread(
      knownKeys.map(({ messageId }) => messageId),
      needs.messageIds,
    ),
    voteIds: unread(
      knownKeys.map(({ voteId }) => voteId),
      needs.voteIds,
    ),
    openVotes: false,
    unpublishedVotes: false,
    allBallotsOf: [],
    ballots: { voteIds: [], guestIds: [] },
  }
}

function keysQuery(db: Kysely<Database>, sessionId: string, keys: readonly string[]) {
  return db.selectFrom('command_keys').select(KEY_COLUMNS).where('session_id', '=', sessionId).where('key', 'in', keys)
}

/** Messages by id, and those that known keys are about. */
function messagesQuery(db: Kysely<Database>, sessionId: string, ids: readonly string[], keys: readonly string[]) {
  const ofKeys = db.selectFrom('command_keys').select('message_id').where('session_id', '=', sessionId).where('key', 'in', keys)
  return db
    .selectFrom('messages')
    .select(MESSAGE_COLUMNS)
    .where('session_id', '=', sessionId)
    .where((is) =>
      is.or([
        ...(ids.length === 0 ? [] : [is('id', 'in', ids)]),
        ...(keys.length === 0 ? [] : [is('id', 'in', ofKeys.$castTo<{ message_id: string }>())]),
      ]),
    )
}

function write(round: Round, db: Kysely<Database>, sessionId: string, head: number, decision: BatchDecision): void {
  const { events, keys } = decision
  for (const some of chunks(events)) round.add(db.insertInto('events').values(some.map((logged) => eventRow(sessionId, logged))))
  // Before what removals do to them.
  for (const some of chunks(keys)) round.add(db.insertInto('command_keys').values(some.map((known) => keyRow(sessionId, known))))
  project(round, db, sessionId, events)
  writeVotes(round, db, sessionId, decision)
  if (events.length > 0) {
    round.add(
      db
        .updateTable('sessions')
        .set({ head: head + events.length })
        .where('id', '=', sessionId),
    )
  }
}
