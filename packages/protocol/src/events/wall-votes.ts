import type { Vote, VotePayload } from '../vote.ts'
import type { Wall } from '../wall.ts'
import { without } from './without.ts'

/** Puts the vote last: the one that was created, opened or put on the screens last. */
export function putVoteLast(wall: Wall, vote: Vote): Wall {
  const known = wall.votes.find(({ id }) => id === vote.id)
  return { ...wall, votes: [...without(wall.votes, vote), newer(known, vote)] }
}

/** Takes the vote away. */
export function dropVote(wall: Wall, vote: { readonly id: string }): Wall {
  return { ...wall, votes: without(wall.votes, vote) }
}

/** Replaces the vote where it is. A vote that the wall no longer holds is not added again. */
export function replaceVote(wall: Wall, vote: Vote): Wall {
  return { ...wall, votes: wall.votes.map((other) => (other.id === vote.id ? newer(other, vote) : other)) }
}

/** The vote, with the newer one of both tallies; of two of one version, the known one (VOTE-4). */
function newer(known: Vote | undefined, vote: Vote): Vote {
  const tally = known?.tally
  return tally && vote.tally && vote.tally.version <= tally.version ? { ...vote, tally } : vote
}

/** Replaces an older tally of the same vote (VOTE-4). */
export function putTally(wall: Wall, tally: VotePayload): Wall {
  const vote = wall.votes.find(({ id }) => id === tally.voteId)
  return vote === undefined ? wall : replaceVote(wall, { ...vote, tally })
}
