import { type Vote, VoteSchema } from '../vote.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

/** A vote was opened, or opened again: guests can vote. */
export const voteOpenedSchema = /* @__PURE__ */ eventSchema('vote.opened', () => VoteSchema)

export const voteOpened: EventRules<Vote> = { carries: 'vote' }

export { putVoteLast as reduceVoteOpened } from './wall-votes.ts'
