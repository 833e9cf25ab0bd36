import type { Vote } from '@guestwall/protocol'

/** The vote that the results layout shows: the one opened last, open or closed. A draft is nobody's business in a hall. */
export function wallVote(votes: readonly Vote[]): Vote | null {
  return votes.filter((vote) => vote.state !== 'draft').at(-1) ?? null
}
