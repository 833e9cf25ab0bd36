import type { ExpressionBuilder, Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import type { LockedSession, ReadSet } from '../transaction.ts'
import type { Engine } from './engine.ts'
import type { Exchange } from './exchange.ts'
import { CREDENTIAL_COLUMNS, credentialRecordOf } from './rows/credential-row.ts'
import { MESSAGE_COLUMNS, messageOf } from './rows/message-row.ts'
import { BALLOT_COLUMNS, ballotOf, VOTE_COLUMNS, voteRecordOf } from './rows/vote-row.ts'

/** The reads of a read set besides the session and the keys. */
export type Named = Pick<LockedSession, 'messages' | 'votes' | 'ballots' | 'freshVoters' | 'clockMs' | 'credentials'>

const none = () => []

/**
 * Adds the reads of everything that the set names, and of the messages of known `keys`. Each vote's row is locked after the session's: every
 * transaction locks in the order session, vote, ballot.
 */
export function readNamed(
  exchange: Exchange,
  { db, locksRows, clockMs }: Engine,
  sessionId: string,
  reads: ReadSet,
  keys: readonly string[] = [],
): () => Named {
  const hasMessages = reads.messageIds.length + keys.length > 0
  const messages = hasMessages ? exchange.add(messagesQuery(db, sessionId, reads.messageIds, keys)) : none
  const credentials = reads.credentials ? exchange.add(credentialsQuery(db, sessionId)) : none
  const always = () => ({ messages: messages().map(messageOf), credentials: credentials().map(credentialRecordOf) })
  if (reads.voteIds.length === 0 && !reads.openVotes && !reads.unpublishedVotes) {
    return () => ({ ...always(), votes: [], ballots: [], freshVoters: [], clockMs: null })
  }
  const votes = exchange.add(locksRows ? votesQuery(db, sessionId, reads).forUpdate() : votesQuery(db, sessionId, reads))
  const hasBallots = reads.ballots.voteIds.length > 0 || reads.allBallotsOf.length > 0
  const ballots = hasBallots ? exchange.add(ballotsQuery(db, sessionId, reads)) : none
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

export function keysQuery(db: Kysely<Database>, sessionId: string, keys: readonly string[]) {
  return db.selectFrom('command_keys').where('session_id', '=', sessionId).where('key', 'in', keys)
}

/** Messages by id, and those that known keys name. */
function messagesQuery(db: Kysely<Database>, sessionId: string, ids: readonly string[], keys: readonly string[]) {
  const ofKeys = keysQuery(db, sessionId, keys).select('message_id')
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

function ballotsQuery(db: Kysely<Database>, sessionId: string, { ballots: { voteIds, guestIds }, allBallotsOf }: ReadSet) {
  return db
    .selectFrom('ballots')
    .select(BALLOT_COLUMNS)
    .where('session_id', '=', sessionId)
    .where((is) =>
      is.or([
        ...(voteIds.length === 0 ? [] : [is.and([is('vote_id', 'in', voteIds), is('guest_id', 'in', guestIds)])]),
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
  return is.or([
    ...(reads.voteIds.length === 0 ? [] : [is('votes.id', 'in', reads.voteIds)]),
    ...(reads.openVotes ? [is('votes.state', '=', 'open')] : []),
    ...(reads.unpublishedVotes ? [is('votes.chain_seq', '>', is.ref('votes.published_seq'))] : []),
  ])
}
