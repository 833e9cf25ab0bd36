import * as v from 'valibot'
import { IdSchema } from '../ids.ts'
import { type DataOf, type EventRules, eventSchema } from './event-rules.ts'

/**
 * A host deleted a vote in which nobody had voted, or took back its opening: `vote.created` follows then, for hosts. `wasDraft`: only hosts knew it.
 */
export const voteRemovedSchema = /* @__PURE__ */ eventSchema('vote.removed', () => v.object({ id: IdSchema, wasDraft: v.boolean() }))

export const voteRemoved: EventRules<DataOf<typeof voteRemovedSchema>> = { carries: null }

export { dropVote as reduceVoteRemoved } from './wall-votes.ts'
