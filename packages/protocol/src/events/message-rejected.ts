import * as v from 'valibot'
import { IdSchema } from '../ids.ts'
import { type DataOf, type EventRules, eventSchema } from './event-rules.ts'

/**
 * A host rejected a message: it leaves every screen, and its text is for hosts only until it is restored (MOD-2). If it was pending, only hosts and
 * its author learn of it.
 *
 * `wasShown`: the message was on the wall until now, so that a reader without all messages keeps the count right.
 */
export const messageRejectedSchema = /* @__PURE__ */ eventSchema('message.rejected', () =>
  v.object({ id: IdSchema, wasShown: v.boolean() }),
)

export const messageRejected: EventRules<DataOf<typeof messageRejectedSchema>> = {
  carries: null,
  changeMessage: ({ id }) => ({ id, change: { status: 'rejected', pinned: false } }),
}

export { dropMessage as reduceMessageRejected } from './wall-messages.ts'
