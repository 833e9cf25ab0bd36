import { type Vote, VoteSchema } from '../vote.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

/** A vote was closed: no more ballots are counted. */
export const voteClosedSchema = /* @__PURE__ */ eventSchema('vote.closed', () => VoteSchema)

export const voteClosed: EventRules<Vote> = { carries: 'vote' }

export { replaceVote as reduceVoteClosed } from './wall-votes.ts'
