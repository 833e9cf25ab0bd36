import type { CastBallot, StoredBallot, VoteRecord } from '../../domain/vote-record.ts'
import { nextEntry } from './ballot-chain.ts'

/** The vote with one more ballot, or with a changed one: each count changes by exactly what the ballot changed. */
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

/**
 * The vote without one ballot: a chain entry without a choice replaces it. The guest's row stays, so that the guest cannot vote again.
 */
export function voidBallot(record: VoteRecord, before: StoredBallot): { readonly record: VoteRecord; readonly cast: CastBallot } {
  const { record: changed, cast } = countBallot(record, before, { guestId: before.guestId, optionIds: [] })
  return { record: { ...changed, ballots: record.ballots - 1 }, cast }
}

/** A cast ballot always has a choice, so one without a choice is voided. */
export function isVoided({ optionIds }: Pick<StoredBallot, 'optionIds'>): boolean {
  return optionIds.length === 0
}

/** The name of one guest's ballot in one vote, as a key of a map. */
export function ballotKey(voteId: string, guestId: string): string {
  return `${voteId} ${guestId}`
}
