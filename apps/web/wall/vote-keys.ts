import type { Vote } from '@guestwall/protocol'
import { last, viewResults, wallVote } from '@guestwall/react'
import type { VoteAction } from '@guestwall/client/host'

/** The action of a host's key, and its vote. */
export interface VoteAct {
  readonly voteId: string
  readonly action: Extract<VoteAction, 'open' | 'close' | 'reopen' | 'reveal' | 'hide'>
}

/** Space: an open vote is closed. Else the newest is opened: a draft for the first time, a closed one again. */
export function voteKeyAct(votes: readonly Vote[]): VoteAct | null {
  const open = last(votes.filter((vote) => vote.state === 'open'))
  if (open !== undefined) return { voteId: open.id, action: 'close' }
  const newest = last(votes)
  return newest === undefined ? null : { voteId: newest.id, action: newest.state === 'draft' ? 'open' : 'reopen' }
}

/** Enter: shows or hides the results of the vote that the wall shows. `seen`: the votes as this wall sees them. */
export function resultsKeyAct(seen: readonly Vote[]): VoteAct | null {
  const vote = wallVote(seen)
  return vote === null ? null : { voteId: vote.id, action: viewResults(vote).areVisible ? 'hide' : 'reveal' }
}
