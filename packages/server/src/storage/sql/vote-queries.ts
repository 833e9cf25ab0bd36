import type { Kysely } from 'kysely'
import type { ChainEntry, StoredBallot, VoteRecord } from '../../domain/vote-record.ts'
import type { Database } from '../schema.ts'
import { BALLOT_COLUMNS, ballotOf, CHAIN_COLUMNS, chainEntryOf, VOTE_COLUMNS, voteRecordOf } from './rows/vote-row.ts'

export async function readVotes(db: Kysely<Database>, sessionId: string): Promise<VoteRecord[]> {
  const rows = await db.selectFrom('votes').select(VOTE_COLUMNS).where('session_id', '=', sessionId).orderBy('place').execute()
  return rows.map(voteRecordOf)
}

export async function readBallot(
  db: Kysely<Database>,
  sessionId: string,
  voteId: string,
  guestId: string,
): Promise<{ ballot: StoredBallot; hash: string } | null> {
  const row = await db
    .selectFrom('ballots')
    .innerJoin('ballot_chain', (join) =>
      join
        .onRef('ballot_chain.session_id', '=', 'ballots.session_id')
        .onRef('ballot_chain.vote_id', '=', 'ballots.vote_id')
        .onRef('ballot_chain.seq', '=', 'ballots.seq'),
    )
    .select(['ballots.vote_id', 'ballots.guest_id', 'ballots.option_ids', 'ballots.seq', 'ballots.first_seq', 'ballot_chain.hash as hash'])
    .where('ballots.session_id', '=', sessionId)
    .where('ballots.vote_id', '=', voteId)
    .where('ballots.guest_id', '=', guestId)
    .executeTakeFirst()
  return row === undefined ? null : { ballot: ballotOf(row), hash: row.hash }
}

export async function readBallots(
  db: Kysely<Database>,
  sessionId: string,
  voteId: string,
  afterGuestId: string,
  limit: number,
): Promise<StoredBallot[]> {
  const rows = await db
    .selectFrom('ballots')
    .select(BALLOT_COLUMNS)
    .where('session_id', '=', sessionId)
    .where('vote_id', '=', voteId)
    .where('guest_id', '>', afterGuestId)
    .orderBy('guest_id')
    .limit(limit)
    .execute()
  return rows.map(ballotOf)
}

export async function readChain(
  db: Kysely<Database>,
  sessionId: string,
  voteId: string,
  afterSeq: number,
  limit: number,
): Promise<ChainEntry[]> {
  const rows = await db
    .selectFrom('ballot_chain')
    .select(CHAIN_COLUMNS)
    .where('session_id', '=', sessionId)
    .where('vote_id', '=', voteId)
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map(chainEntryOf)
}
