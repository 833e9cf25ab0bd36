import type { VotePayload } from '@guestwall/protocol'
import type { Insertable, Selectable } from 'kysely'
import type { CastBallot, ChainEntry, StoredBallot, VoteRecord } from '../../../domain/vote-record.ts'
import type { BallotChainTable, BallotsTable, VotesTable } from '../../schema.ts'

export const VOTE_COLUMNS = [
  'id',
  'question',
  'options',
  'options_made',
  'max_choices',
  'changeable',
  'results',
  'state',
  'revealed',
  'place',
  'counts',
  'ballots',
  'chain_seq',
  'chain_hash',
  'tally',
  'published_at_ms',
  'published_seq',
] as const

export function voteRecordOf(row: Pick<Selectable<VotesTable>, (typeof VOTE_COLUMNS)[number]>): VoteRecord {
  return {
    id: row.id,
    question: row.question,
    options: JSON.parse(row.options) as VoteRecord['options'],
    optionsMade: row.options_made,
    maxChoices: row.max_choices,
    changeable: row.changeable === 1,
    results: row.results,
    state: row.state,
    revealed: row.revealed === null ? null : row.revealed === 1,
    ordinal: row.place,
    counts: JSON.parse(row.counts) as VoteRecord['counts'],
    ballots: row.ballots,
    chain: { seq: row.chain_seq, hash: row.chain_hash },
    published:
      row.tally === null ? null : { tally: JSON.parse(row.tally) as VotePayload, atMs: row.published_at_ms, seq: row.published_seq },
  }
}

export function voteRow(sessionId: string, record: VoteRecord): Insertable<VotesTable> {
  return {
    session_id: sessionId,
    id: record.id,
    question: record.question,
    options: JSON.stringify(record.options),
    options_made: record.optionsMade,
    max_choices: record.maxChoices,
    changeable: record.changeable ? 1 : 0,
    results: record.results,
    state: record.state,
    revealed: record.revealed === null ? null : record.revealed ? 1 : 0,
    // The column is named as in the first version: a new name would lock older servers and older backups out.
    place: record.ordinal,
    counts: JSON.stringify(record.counts),
    ballots: record.ballots,
    chain_seq: record.chain.seq,
    chain_hash: record.chain.hash,
    tally: record.published === null ? null : JSON.stringify(record.published.tally),
    published_at_ms: record.published?.atMs ?? 0,
    published_seq: record.published?.seq ?? 0,
  }
}

export const BALLOT_COLUMNS = ['vote_id', 'guest_id', 'option_ids', 'seq', 'first_seq'] as const

export function ballotOf(row: Pick<Selectable<BallotsTable>, (typeof BALLOT_COLUMNS)[number]>): StoredBallot {
  return {
    voteId: row.vote_id,
    guestId: row.guest_id,
    optionIds: JSON.parse(row.option_ids) as string[],
    seq: row.seq,
    firstSeq: row.first_seq,
  }
}

export function ballotRow(sessionId: string, ballot: StoredBallot): Insertable<BallotsTable> {
  return {
    session_id: sessionId,
    vote_id: ballot.voteId,
    guest_id: ballot.guestId,
    option_ids: JSON.stringify(ballot.optionIds),
    seq: ballot.seq,
    first_seq: ballot.firstSeq,
  }
}

export const CHAIN_COLUMNS = ['seq', 'option_ids', 'replaces', 'hash'] as const

export function chainEntryOf(row: Pick<Selectable<BallotChainTable>, (typeof CHAIN_COLUMNS)[number]>): ChainEntry {
  return { seq: row.seq, optionIds: JSON.parse(row.option_ids) as string[], replaces: row.replaces, hash: row.hash }
}

export function chainRow(sessionId: string, { ballot, entry }: CastBallot): Insertable<BallotChainTable> {
  return {
    session_id: sessionId,
    vote_id: ballot.voteId,
    seq: entry.seq,
    option_ids: JSON.stringify(entry.optionIds),
    replaces: entry.replaces,
    hash: entry.hash,
  }
}
