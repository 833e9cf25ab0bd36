import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import type { Database } from '../schema.ts'
import type { LockedSession, ReadSet } from '../transaction.ts'
import { compiledOnce } from './compiled-once.ts'
import type { Engine } from './engine.ts'
import type { Exchange } from './exchange.ts'
import { CREDENTIAL_COLUMNS, credentialRecordOf } from './rows/credential-row.ts'
import { isOneOf } from './one-of.ts'
import { freePhotoOf, freePhotosQuery } from './photo-queries.ts'
import { GUEST_COLUMNS, guestOf } from './rows/guest-row.ts'
import { HOST_MESSAGE_COLUMNS, hostMessageOf } from './rows/message-row.ts'
import { screensOf, screensQuery } from './rows/screens-row.ts'
import { settingsOf, settingsQuery } from './rows/settings-row.ts'
import { BALLOT_COLUMNS, ballotOf, VOTE_COLUMNS, voteRecordOf } from './rows/vote-row.ts'

/** The reads of a read set besides the session and the keys. */
export type Named = Pick<
  LockedSession,
  | 'messages'
  | 'pinnedIds'
  | 'settings'
  | 'screens'
  | 'shownAuthors'
  | 'guests'
  | 'votes'
  | 'ballots'
  | 'freshVoters'
  | 'clockMs'
  | 'credentials'
  | 'photos'
>

const none = () => []
/** A literal: the planner uses the partial index only where it sees the condition of the index. */
const IS_ACTED = sql<boolean>`acted = 1`
const NO_VOTES = { votes: [], ballots: [], freshVoters: [], clockMs: null }

/**
 * Adds the reads of everything that the set names, and of the messages of known `keys`. Each vote's row is locked after the session's: every
 * transaction locks in the order session, vote, ballot.
 */
export function readNamed(
  exchange: Exchange,
  engine: Engine,
  sessionId: string,
  reads: ReadSet,
  keys: readonly string[] = [],
): () => Named {
  const { db, locksRows, clockMs } = engine
  const hasMessages = reads.messageIds.length + reads.messagesOf.guestIds.length + keys.length > 0
  const named = hasMessages ? exchange.add(messagesQuery(engine, sessionId, reads, keys)) : none
  const oldest = reads.oldestMessages > 0 ? exchange.add(oldestQuery(db, sessionId, reads.oldestMessages)) : none
  const guests = exchange.add(guestsQuery(db, sessionId, reads.guestIds))
  const pinned = reads.pinnedMessages ? exchange.add(pinnedQuery(db, sessionId)) : none
  const settings = reads.settings ? exchange.add(settingsQuery(db, sessionId)) : null
  const screens = reads.screens ? exchange.add(screensQuery(db, sessionId)) : null
  const authors = reads.shownAuthors.length === 0 ? none : exchange.add(shownAuthorsQuery(db, sessionId, reads.shownAuthors))
  const credentials = reads.credentials ? exchange.add(credentialsQuery(db, sessionId)) : none
  const photos = reads.photoIds.length === 0 ? none : exchange.add(freePhotosQuery(db, sessionId, reads.photoIds))
  const always = () => ({
    messages: [...named(), ...oldest()].map(hostMessageOf),
    pinnedIds: pinned().map(({ id }) => id),
    settings: settings === null ? null : settingsOf(settings()[0]),
    screens: screens === null ? null : screensOf(screens()[0]),
    shownAuthors: authors().map(({ guest_id }) => guest_id),
    guests: guests().map(guestOf),
    credentials: credentials().map(credentialRecordOf),
    photos: photos().map(freePhotoOf),
  })
  if (reads.voteIds.length === 0 && !reads.openVotes && !reads.unpublishedVotes && !reads.allVotes) {
    return () => ({ ...always(), ...NO_VOTES })
  }
  const votes = exchange.add(locksRows ? votesQuery(db, sessionId, reads).forUpdate() : votesQuery(db, sessionId, reads))
  const hasBallots = reads.ballots.voteIds.length > 0 || reads.allBallotsOf.length > 0
  const ballots = hasBallots ? exchange.add(ballotsQuery(engine, sessionId, reads)) : none
  const freshVoters = exchange.add(freshVotersQuery(db, sessionId, reads))
  const clock = clockMs === undefined ? none : exchange.add(db.selectNoFrom(clockMs.as('ms')))
  return () => ({
    ...always(),
    votes: votes().map(voteRecordOf),
    ballots: ballots().map(ballotOf),
    freshVoters: freshVoters().map(({ vote_id, guest_id }) => ({ voteId: vote_id, guestId: guest_id })),
    clockMs: votes().length === 0 ? null : (clock()[0]?.ms ?? null),
  })
}

export function keysQuery(engine: Pick<Engine, 'db' | 'dialect'>, sessionId: string, keys: readonly string[]) {
  return engine.db
    .selectFrom('command_keys')
    .where('session_id', '=', sessionId)
    .where(isOneOf(engine, 'key', keys))
}

/** The guests on which a host has acted, and those of these ids. */
function guestsQuery(db: Kysely<Database>, sessionId: string, ids: readonly string[]) {
  if (ids.length === 0) return actedGuestsQuery(db, sessionId)
  return guestsOf(db, sessionId).where((is) => is.or([IS_ACTED, is('id', 'in', ids)]))
}

const actedGuestsQuery = compiledOnce((db, sessionId) => guestsOf(db, sessionId).where(IS_ACTED))

function guestsOf(db: Kysely<Database>, sessionId: string) {
  return db.selectFrom('guests').select(GUEST_COLUMNS).where('session_id', '=', sessionId)
}

/** Messages by id, those that known keys name, and all of some guests. */
function messagesQuery(engine: Engine, sessionId: string, { messageIds: ids, messagesOf }: ReadSet, keys: readonly string[]) {
  const visible = messagesOf.withRejected
    ? (['shown', 'pending', 'private', 'rejected'] as const)
    : (['shown', 'pending', 'private'] as const)
  const ofKeys = keysQuery(engine, sessionId, keys).select('message_id')
  return engine.db
    .selectFrom('messages')
    .select(HOST_MESSAGE_COLUMNS)
    .where('session_id', '=', sessionId)
    .where((is) =>
      is.or([
        ...(ids.length === 0 ? [] : [is('id', 'in', ids)]),
        ...(messagesOf.guestIds.length === 0 ? [] : [is.and([is('guest_id', 'in', messagesOf.guestIds), is('status', 'in', visible)])]),
        ...(keys.length === 0 ? [] : [is('id', 'in', ofKeys.$castTo<{ message_id: string }>())]),
      ]),
    )
}

/** The oldest messages of which the text or the author's name is left. */
function oldestQuery(db: Kysely<Database>, sessionId: string, limit: number) {
  return db
    .selectFrom('messages')
    .select(HOST_MESSAGE_COLUMNS)
    .where('session_id', '=', sessionId)
    .where((is) => is.or([is('status', '!=', 'removed'), is('guest_name', '!=', '')]))
    .orderBy('event_id')
    .limit(limit)
}

function shownAuthorsQuery(db: Kysely<Database>, sessionId: string, guestIds: readonly string[]) {
  return db
    .selectFrom('messages')
    .select('guest_id')
    .distinct()
    .where('session_id', '=', sessionId)
    .where('guest_id', 'in', guestIds)
    .where('status', '=', 'shown')
}

/** The pinned messages, by the index of these alone. */
function pinnedQuery(db: Kysely<Database>, sessionId: string) {
  return db.selectFrom('messages').select('id').where('session_id', '=', sessionId).where('pinned', '=', sql.lit(1))
}

function credentialsQuery(db: Kysely<Database>, sessionId: string) {
  return db.selectFrom('credentials').select(CREDENTIAL_COLUMNS).where('session_id', '=', sessionId).orderBy('created_at').orderBy('id')
}

function votesQuery(db: Kysely<Database>, sessionId: string, reads: ReadSet) {
  return db
    .selectFrom('votes')
    .select(VOTE_COLUMNS)
    .where('session_id', '=', sessionId)
    .where((is) => isNamed(is, reads))
    .orderBy('place')
}

function ballotsQuery(engine: Engine, sessionId: string, { ballots: { voteIds, guestIds }, allBallotsOf }: ReadSet) {
  return engine.db
    .selectFrom('ballots')
    .select(BALLOT_COLUMNS)
    .where('session_id', '=', sessionId)
    .where((is) =>
      is.or([
        ...(voteIds.length === 0 ? [] : [is.and([is('vote_id', 'in', voteIds), isOneOf(engine, 'guest_id', guestIds)])]),
        ...(allBallotsOf.length === 0 ? [] : [is('vote_id', 'in', allBallotsOf)]),
      ]),
    )
}

function freshVotersQuery(db: Kysely<Database>, sessionId: string, reads: ReadSet) {
  return db
    .selectFrom('votes')
    .innerJoin('ballots', (join) => join.onRef('ballots.session_id', '=', 'votes.session_id').onRef('ballots.vote_id', '=', 'votes.id'))
    .select(['ballots.vote_id', 'ballots.guest_id'])
    .where('votes.session_id', '=', sessionId)
    .where('votes.results', '=', 'afterVoting')
    .where((is) => isNamed(is, reads))
    .whereRef('ballots.first_seq', '>', 'votes.published_seq')
}

function isNamed(is: ExpressionBuilder<Database, 'votes'>, reads: ReadSet) {
  if (reads.allVotes) return sql<boolean>`true`
  return is.or([
    ...(reads.voteIds.length === 0 ? [] : [is('votes.id', 'in', reads.voteIds)]),
    ...(reads.openVotes ? [is('votes.state', '=', 'open')] : []),
    ...(reads.unpublishedVotes ? [is('votes.chain_seq', '>', is.ref('votes.published_seq'))] : []),
  ])
}
