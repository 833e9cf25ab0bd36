import { type VotePayload, VotePayloadSchema } from '../vote.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

/** The counts of a vote changed (VOTE-4). */
export const voteTallySchema = /* @__PURE__ */ eventSchema('vote.tally', () => VotePayloadSchema)

export const voteTally: EventRules<VotePayload> = { carries: 'tally' }

export { putTally as reduceVoteTally } from './wall-votes.ts'
