import type { Vote } from '@guestwall/protocol'
import { resultsAudience } from '@guestwall/react'

/** Whether the wall screen shows the counts. It has no ballot, so results for voters only are hidden on it. */
export function isOnWall(vote: Pick<Vote, 'state' | 'results' | 'revealed'>): boolean {
  const audience = resultsAudience(vote)
  return audience === 'everyone' || audience === 'revealed'
}

/** A host's votes as a wall screen has them: no drafts, and no counts where the guests see none. */
export function asWallSees(votes: readonly Vote[]): Vote[] {
  return votes
    .filter((vote) => vote.state !== 'draft')
    .map((vote) => (vote.tally === null || isOnWall(vote) ? vote : { ...vote, tally: { ...vote.tally, counts: {} } }))
}
