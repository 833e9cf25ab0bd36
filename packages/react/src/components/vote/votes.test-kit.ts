import type { ViewBallot } from '@guestwall/client'
import type { Vote, VotePayload } from '@guestwall/protocol'
import { aTally, aVote } from '@guestwall/protocol/testing'

/** An open vote of three dances. */
export function danceVote(more: Partial<Vote> = {}): Vote {
  const options = [
    { id: 'a', label: 'Waltz' },
    { id: 'b', label: 'Tango' },
    { id: 'c', label: 'Cha-cha' },
  ]
  return aVote({ question: 'First dance?', options, ...more })
}

export function danceTally(counts: Record<string, number>, ballots: number): VotePayload {
  return aTally(1, { counts, ballots })
}

/** A ballot as a client's snapshot has it: counted once it is delivered. */
export function ballotOf(
  optionIds: readonly string[],
  delivery: ViewBallot['delivery'],
  refusal: { readonly code: string } | null = null,
): ViewBallot {
  return {
    voteId: 'v1',
    key: `key-${optionIds.join('-')}`,
    optionIds,
    delivery,
    refusal: refusal === null ? null : { ...refusal, message: `refused: ${refusal.code}`, retryable: false },
    counted: delivery === 'delivered' ? optionIds : null,
  }
}
