import type { Transaction } from 'kysely'
import { ballotKey } from '../domain/decide-vote.ts'
import type { BatchDecision, Needs } from '../domain/decide-batch.ts'
import type { StoredBallot, VoteRecord } from '../domain/vote-record.ts'
import { chunks } from './chunks.ts'
import { BALLOT_COLUMNS, ballotOf, ballotRow, chainRow, VOTE_COLUMNS, voteRecordOf, voteRow } from './rows.ts'
import type { Database } from './schema.ts'

/** The votes that a batch needs, each row locked after the session's: session, vote, ballot is the order everywhere. */
export async function readNeededVotes(
  tx: Transaction<Database>,
  sessionId: string,
  needs: Pick<Needs, 'voteIds' | 'openVotes' | 'unpublishedVotes'>,
  locksRows: boolean,
): Promise<VoteRecord[]> {
  if (needs.voteIds.length === 0 && !needs.openVotes && !needs.unpublishedVotes) return []
  const query = tx
    .selectFrom('votes')
    .select(VOTE_COLUMNS)
    .where('session_id', '=', sessionId)
    .where((is) =>
      is.or([
        ...(needs.voteIds.length === 0 ? [] : [is('id', 'in', needs.voteIds)]),
        ...(needs.openVotes ? [is('state', '=', 'open')] : []),
        ...(needs.unpublishedVotes ? [is('chain_seq', '>', is.ref('published_seq'))] : []),
      ]),
    )
    .orderBy('place')
  return (await (locksRows ? query.forUpdate() : query).execute()).map(voteRecordOf)
}

export async function readNeededBallots(
  tx: Transaction<Database>,
  sessionId: string,
  { voteIds, guestIds }: Needs['ballots'],
): Promise<StoredBallot[]> {
  if (voteIds.length === 0) return []
  const rows = await tx
    .selectFrom('ballots')
    .select(BALLOT_COLUMNS)
    .where('session_id', '=', sessionId)
    .where('vote_id', 'in', voteIds)
    .where('guest_id', 'in', guestIds)
    .execute()
  return rows.map(ballotOf)
}

/** Guests whose first ballot in one of these votes was not published yet, where the results are for voters. */
export async function readFreshVoters(
  tx: Transaction<Database>,
  sessionId: string,
  votes: readonly VoteRecord[],
): Promise<{ voteId: string; guestId: string }[]> {
  const forVoters = votes.filter(({ results }) => results === 'afterVoting').map(({ id }) => id)
  if (forVoters.length === 0) return []
  const rows = await tx
    .selectFrom('ballots')
    .innerJoin('votes', (join) => join.onRef('votes.session_id', '=', 'ballots.session_id').onRef('votes.id', '=', 'ballots.vote_id'))
    .select(['ballots.vote_id', 'ballots.guest_id'])
    .where('ballots.session_id', '=', sessionId)
    .where('ballots.vote_id', 'in', forVoters)
    .whereRef('ballots.first_seq', '>', 'votes.published_seq')
    .execute()
  return rows.map(({ vote_id, guest_id }) => ({ voteId: vote_id, guestId: guest_id }))
}

/** Writes what a batch did to votes, ballots and chains, in its transaction. */
export async function writeVotes(
  tx: Transaction<Database>,
  sessionId: string,
  { votes, casts }: Pick<BatchDecision, 'votes' | 'casts'>,
): Promise<void> {
  for (const record of votes) {
    const row = voteRow(sessionId, record)
    const { session_id: _session, id: _id, ...change } = row
    await tx
      .insertInto('votes')
      .values(row)
      .onConflict((conflict) => conflict.columns(['session_id', 'id']).doUpdateSet(change))
      .execute()
  }
  for (const some of chunks(casts)) {
    await tx
      .insertInto('ballot_chain')
      .values(some.map((cast) => chainRow(sessionId, cast)))
      .execute()
  }
  // One row a guest: a statement may not touch it twice.
  const newest = new Map(casts.map(({ ballot }) => [ballotKey(ballot.voteId, ballot.guestId), ballot]))
  for (const some of chunks([...newest.values()])) {
    await tx
      .insertInto('ballots')
      .values(some.map((ballot) => ballotRow(sessionId, ballot)))
      .onConflict((conflict) =>
        conflict.columns(['session_id', 'vote_id', 'guest_id']).doUpdateSet((is) => ({
          option_ids: is.ref('excluded.option_ids'),
          seq: is.ref('excluded.seq'),
        })),
      )
      .execute()
  }
}
