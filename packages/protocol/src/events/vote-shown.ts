import { type Vote, VoteSchema } from '../vote.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

/** A host put a vote on the screens, as it is: of the votes of a wall the last one is shown. */
export const voteShownSchema = /* @__PURE__ */ eventSchema('vote.shown', () => VoteSchema)

export const voteShown: EventRules<Vote> = { carries: 'vote' }

export { putVoteLast as reduceVoteShown } from './wall-votes.ts'
