import * as v from 'valibot'
import { IdSchema } from '../ids.ts'
import { type DataOf, type EventRules, eventSchema } from './event-rules.ts'

/**
 * A host rejected a message.
 *
 * `wasShown`: the message was on the wall until now, so that a reader without all messages keeps the count right.
 */
export const messageRejectedSchema = /* @__PURE__ */ eventSchema('message.rejected', () =>
  v.object({ id: IdSchema, wasShown: v.boolean() }),
)

export const messageRejected: EventRules<DataOf<typeof messageRejectedSchema>> = {
  carries: null,
  changeMessage: ({ id }) => ({ id, change: { status: 'rejected' } }),
}

export { dropMessage as reduceMessageRejected } from './wall-messages.ts'
