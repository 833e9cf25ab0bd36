import { type Vote, VoteSchema } from '../vote.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

/** A vote changed after its draft: a host showed or hid the counts, or changed its words. */
export const voteRevealedSchema = /* @__PURE__ */ eventSchema('vote.revealed', () => VoteSchema)

export const voteRevealed: EventRules<Vote> = { carries: 'vote' }

export { replaceVote as reduceVoteRevealed } from './wall-votes.ts'
