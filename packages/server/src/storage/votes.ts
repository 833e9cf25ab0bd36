import type { ExpressionBuilder, Kysely } from 'kysely'
import { ballotKey } from '../log/decide/ballots.ts'
import type { BatchDecision, Needs } from '../log/decide/decide-batch.ts'
import type { StoredBallot, VoteRecord } from '../domain/vote-record.ts'
import { chunks } from './chunks.ts'
import type { Round } from './round.ts'
import { BALLOT_COLUMNS, ballotOf, ballotRow, chainRow, VOTE_COLUMNS, voteRecordOf, voteRow } from './rows.ts'
import type { Database } from './schema.ts'

type VotingNeeds = Pick<Needs, 'voteIds' | 'openVotes' | 'unpublishedVotes' | 'ballots' | 'allBallotsOf'>

/** The votes that a batch needs, with the ballots that it needs of them. */
interface Voting {
  readonly votes: VoteRecord[]
  readonly ballots: StoredBallot[]
  /** Guests whose first ballot in one of these votes was not published yet, where the results are for voters. */
  readonly freshVoters: { voteId: string; guestId: string }[]
}

/** Adds the reads; `null` where no vote is needed. */
export function readVoting(
  round: Round,
  db: Kysely<Database>,
  sessionId: string,
  needs: VotingNeeds,
  locksRows: boolean,
): (() => Voting) | null {
  if (needs.voteIds.length === 0 && !needs.openVotes && !needs.unpublishedVotes) return null
  const votesQuery = db
    .selectFrom('votes')
    .select(VOTE_COLUMNS)
    .where('session_id', '=', sessionId)
    .where((is) => isNeeded(is, needs))
    .orderBy('place')
  const votes = round.add(locksRows ? votesQuery.forUpdate() : votesQuery)
  const needsBallots = needs.ballots.voteIds.length > 0 || needs.allBallotsOf.length > 0
  const ballots = needsBallots ? round.add(ballotsQuery(db, sessionId, needs)) : () => []
  const freshVoters = round.add(
    db
      .selectFrom('votes')
      .innerJoin('ballots', (join) => join.onRef('ballots.session_id', '=', 'votes.session_id').onRef('ballots.vote_id', '=', 'votes.id'))
      .select(['ballots.vote_id', 'ballots.guest_id'])
      .where('votes.session_id', '=', sessionId)
      .where('votes.results', '=', 'afterVoting')
      .where((is) => isNeeded(is, needs))
      .whereRef('ballots.first_seq', '>', 'votes.published_seq'),
  )
  return () => ({
    votes: votes().map(voteRecordOf),
    ballots: ballots().map(ballotOf),
    freshVoters: freshVoters().map(({ vote_id, guest_id }) => ({ voteId: vote_id, guestId: guest_id })),
  })
}

function isNeeded(is: ExpressionBuilder<Database, 'votes'>, needs: VotingNeeds) {
  return is.or([
    ...(needs.voteIds.length === 0 ? [] : [is('votes.id', 'in', needs.voteIds)]),
    ...(needs.openVotes ? [is('votes.state', '=', 'open')] : []),
    ...(needs.unpublishedVotes ? [is('votes.chain_seq', '>', is.ref('votes.published_seq'))] : []),
  ])
}

function ballotsQuery(db: Kysely<Database>, sessionId: string, { ballots: { voteIds, guestIds }, allBallotsOf }: VotingNeeds) {
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

/** Adds what a batch did to votes, ballots and chains. */
export function writeVotes(
  round: Round,
  db: Kysely<Database>,
  sessionId: string,
  { votes, casts }: Pick<BatchDecision, 'votes' | 'casts'>,
): void {
  for (const record of votes) {
    const row = voteRow(sessionId, record)
    const { session_id: _session, id: _id, ...change } = row
    round.add(
      db
        .insertInto('votes')
        .values(row)
        .onConflict((conflict) => conflict.columns(['session_id', 'id']).doUpdateSet(change)),
    )
  }
  for (const some of chunks(casts)) round.add(db.insertInto('ballot_chain').values(some.map((cast) => chainRow(sessionId, cast))))
  // One row a guest: a statement may not touch it twice.
  const newest = new Map(casts.map(({ ballot }) => [ballotKey(ballot.voteId, ballot.guestId), ballot]))
  for (const some of chunks([...newest.values()])) {
    round.add(
      db
        .insertInto('ballots')
        .values(some.map((ballot) => ballotRow(sessionId, ballot)))
        .onConflict((conflict) =>
          conflict.columns(['session_id', 'vote_id', 'guest_id']).doUpdateSet((is) => ({
            option_ids: is.ref('excluded.option_ids'),
            seq: is.ref('excluded.seq'),
          })),
        ),
    )
  }
}
