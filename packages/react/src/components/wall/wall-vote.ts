import type { Vote } from '@guestwall/protocol'
import { last } from '../shared/last.ts'

/** The vote that the results layout shows: the newest open or closed one. A draft is never shown on a wall. */
export function wallVote(votes: readonly Vote[]): Vote | null {
  return last(votes.filter((vote) => vote.state !== 'draft')) ?? null
}
