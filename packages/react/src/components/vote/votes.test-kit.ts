import type { ViewBallot } from '@guestwall/client'
import type { Vote, VotePayload } from '@guestwall/protocol'

/** An open vote: one choice, changeable, results always. */
export function voteOf(more: Partial<Vote>): Vote {
  return {
    id: 'v1',
    question: 'First dance?',
    options: [
      { id: 'a', label: 'Waltz' },
      { id: 'b', label: 'Tango' },
      { id: 'c', label: 'Cha-cha' },
    ],
    maxChoices: 1,
    state: 'open',
    results: 'always',
    changeable: true,
    tally: null,
    ...more,
  }
}

export function tallyOf(counts: Record<string, number>, ballots: number): VotePayload {
  return { voteId: 'v1', version: 1, state: 'open', counts, ballots }
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
