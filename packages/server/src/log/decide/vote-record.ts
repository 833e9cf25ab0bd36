import { type Results, TALLY_INTERVAL_MS, type Vote, type VoteOption, type VotePayload, type VoteState } from '@guestwall/protocol'
import type { Audience } from './audience.ts'
import { type ChainEntry, type ChainHead, nextEntry } from './ballot-chain.ts'

/** A vote as it is stored. */
export interface VoteRecord {
  readonly id: string
  readonly question: string
  readonly options: readonly VoteOption[]
  /** Options made in all: an option's id is never used again in its vote. */
  readonly optionsMade: number
  readonly maxChoices: number
  readonly changeable: boolean
  readonly results: Results
  readonly state: VoteState
  /** The host's word over `results`; `null` while the setting rules. */
  readonly revealed: boolean | null
  /** The event that put it last on the wall. */
  readonly ordinal: number
  /** Ballots of each option: at every moment what a recount would give (VOTE-2). */
  readonly counts: Readonly<Record<string, number>>
  readonly ballots: number
  readonly chain: ChainHead
  /** What was published last; `null` before the opening. */
  readonly published: Publication | null
}

interface Publication {
  readonly tally: VotePayload
  /** By the store's clock, in milliseconds since the epoch. */
  readonly atMs: number
  /** The newest ballot in it. */
  readonly seq: number
}

/** The ballot of one guest in one vote: there is at most one. */
export interface StoredBallot {
  readonly voteId: string
  readonly guestId: string
  readonly optionIds: readonly string[]
  /** Its entry in the chain, and the guest's first one. */
  readonly seq: number
  readonly firstSeq: number
}

/** A ballot that was cast: the guest's row and the chain's entry. */
export interface CastBallot {
  readonly ballot: StoredBallot
  readonly entry: ChainEntry
}

/** The vote as hosts see it. Its tally is the published one, so that every reader of the log has the same. */
export function voteOf(record: VoteRecord): Vote {
  return {
    id: record.id,
    question: record.question,
    options: [...record.options],
    maxChoices: record.maxChoices,
    state: record.state,
    results: record.results,
    changeable: record.changeable,
    ...(record.revealed === null ? {} : { revealed: record.revealed }),
    tally: record.published?.tally ?? null,
  }
}

/** Who may see the counts now (VOTE-1). */
export function countsAudience({ state, results, revealed }: VoteRecord): Audience {
  if (state === 'draft') return 'hosts'
  if (revealed !== null) return revealed ? 'everyone' : 'hosts'
  switch (results) {
    case 'always':
      return 'everyone'
    case 'afterVoting':
      return state === 'open' ? 'voters' : 'everyone'
    case 'afterClose':
      return state === 'open' ? 'hosts' : 'everyone'
    case 'never':
      return 'hosts'
    default:
      return results satisfies never
  }
}

/** The vote with one more ballot, or with one changed: each count moves by what really changed. */
export function countBallot(
  record: VoteRecord,
  before: StoredBallot | undefined,
  { guestId, optionIds }: Pick<StoredBallot, 'guestId' | 'optionIds'>,
): { readonly record: VoteRecord; readonly cast: CastBallot } {
  const entry = nextEntry(record.chain, { optionIds, replaces: before?.seq ?? null })
  const counts = { ...record.counts }
  for (const id of before?.optionIds ?? []) counts[id] = (counts[id] ?? 0) - 1
  for (const id of optionIds) counts[id] = (counts[id] ?? 0) + 1
  const ballot: StoredBallot = { voteId: record.id, guestId, optionIds, seq: entry.seq, firstSeq: before?.firstSeq ?? entry.seq }
  const ballots = record.ballots + (before === undefined ? 1 : 0)
  return { record: { ...record, counts, ballots, chain: { seq: entry.seq, hash: entry.hash } }, cast: { ballot, entry } }
}

/** The vote without one ballot: an entry of the chain takes its place and chooses nothing. The guest's row stays, so that it votes no more. */
export function voidBallot(record: VoteRecord, before: StoredBallot): { readonly record: VoteRecord; readonly cast: CastBallot } {
  const { record: changed, cast } = countBallot(record, before, { guestId: before.guestId, optionIds: [] })
  return { record: { ...changed, ballots: record.ballots - 1 }, cast }
}

/** Every ballot that was cast chooses something. */
export function isVoided({ optionIds }: Pick<StoredBallot, 'optionIds'>): boolean {
  return optionIds.length === 0
}

/** The vote with its counts as they are now published under the next version (VOTE-4). */
export function publish(record: VoteRecord, nowMs: number): VoteRecord {
  const tally: VotePayload = {
    voteId: record.id,
    version: (record.published?.tally.version ?? 0) + 1,
    state: record.state,
    counts: { ...record.counts },
    ballots: record.ballots,
  }
  return { ...record, published: { tally, atMs: nowMs, seq: record.chain.seq } }
}

export function isUnpublished({ chain, published }: VoteRecord): boolean {
  return published !== null && chain.seq > published.seq
}

/** Milliseconds until the tally may be published again. A clock that was set back does not hold it up. */
export function publishableInMs({ published }: VoteRecord, nowMs: number): number {
  const waitMs = (published?.atMs ?? 0) + TALLY_INTERVAL_MS - nowMs
  return waitMs > TALLY_INTERVAL_MS ? 0 : Math.max(0, waitMs)
}
