import type { ScreenPicture, Vote } from '@guestwall/protocol'
import { last, viewResults, wallVote } from '@guestwall/react'
import type { VoteAction } from '@guestwall/client/host'

/** The action of a host's key, and its vote. */
export interface VoteAct {
  readonly voteId: string
  readonly action: Extract<VoteAction, 'open' | 'close' | 'reopen' | 'reveal' | 'hide'>
}

/** What a screen has of votes. */
export interface VotesOnScreen {
  /** The drawn picture; `null`: none, or something stands over it. */
  readonly picture: ScreenPicture | null
  /** The layout of votes is chosen, and messages or the code stand in for the first vote. */
  readonly isReady: boolean
  /** As the screen shows them. */
  readonly votes: readonly Vote[]
  /** The vote whose results were revealed last; `null`: none. */
  readonly revealedId: string | null
}

/** The vote that the layout of votes shows: the one that was opened, shown or revealed last. */
export function resultsVote(votes: readonly Vote[], revealedId: string | null): Vote | null {
  return votes.find(({ id }) => id === revealedId) ?? wallVote(votes)
}

/** The vote that the screen shows; `null`: none yet, but this is the screen of votes; `undefined`: votes are not on this screen. */
export function keyedVote({ picture, isReady, votes, revealedId }: VotesOnScreen): Vote | null | undefined {
  if (picture === 'results') return resultsVote(votes, revealedId)
  return isReady && (picture === 'masonry' || picture === 'idle') ? null : undefined
}

/**
 * Space: the vote on the screen is closed; a closed one is followed by the draft that was written last, or opened again. `all`: the votes of a
 * host, drafts included. `null`: there is no vote.
 */
export function voteKeyAct(all: readonly Vote[], shownId: string | null): VoteAct | null {
  const shown = all.find(({ id }) => id === shownId)
  if (shown?.state === 'open') return { voteId: shown.id, action: 'close' }
  const newest = last(all)
  if (newest?.state === 'draft') return { voteId: newest.id, action: 'open' }
  return shown === undefined ? null : { voteId: shown.id, action: 'reopen' }
}

/** Enter: shows or hides the results of the vote on the screen. `present`: the votes as wall screens may see them now. */
export function resultsKeyAct(present: readonly Vote[], shownId: string | null): VoteAct | null {
  const vote = present.find(({ id }) => id === shownId)
  return vote === undefined ? null : { voteId: vote.id, action: viewResults(vote).areVisible ? 'hide' : 'reveal' }
}
