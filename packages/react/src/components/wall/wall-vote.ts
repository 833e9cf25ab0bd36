import type { Vote } from '@guestwall/protocol'
import { last } from '../shared/last.ts'

/** The vote that the results layout shows: the one opened last, open or closed. A draft is nobody's business in a hall. */
export function wallVote(votes: readonly Vote[]): Vote | null {
  return last(votes.filter((vote) => vote.state !== 'draft')) ?? null
}
