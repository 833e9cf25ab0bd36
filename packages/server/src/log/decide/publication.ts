import { TALLY_INTERVAL_MS, type Vote, type VotePayload } from '@guestwall/protocol'
import type { Audience } from '../../domain/log-event.ts'
import type { VoteRecord } from '../../domain/vote-record.ts'

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

/** The audience of the vote's counts now (VOTE-1). */
export function countsAudience({ state, results, revealed }: Pick<VoteRecord, 'state' | 'results' | 'revealed'>): Audience {
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

/** The vote with its present counts published under the next version (VOTE-4). */
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

/** Whether the vote has ballots that no published tally counts. */
export function isUnpublished({ chain, published }: VoteRecord): boolean {
  return published !== null && chain.seq > published.seq
}

/** Milliseconds until the tally may be published again. A clock that was set back does not delay it. */
export function publishableInMs({ published }: VoteRecord, nowMs: number): number {
  const waitMs = (published?.atMs ?? 0) + TALLY_INTERVAL_MS - nowMs
  return waitMs > TALLY_INTERVAL_MS ? 0 : Math.max(0, waitMs)
}
