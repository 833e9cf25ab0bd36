import { type Vote, VoteSchema } from '../vote.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

/** A host created or changed a draft. Only hosts see it (LOG-6). */
export const voteCreatedSchema = /* @__PURE__ */ eventSchema('vote.created', () => VoteSchema)

export const voteCreated: EventRules<Vote> = { carries: 'vote' }

export { putVoteLast as reduceVoteCreated } from './wall-votes.ts'
