import { type HostMessage, HostMessageSchema } from '../message.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

/**
 * A host put a message back among those that wait (MOD-10). For hosts with its reasons, and for its author without them. Where the message was on the wall,
 * `message.rejected` comes before and takes it away from all readers.
 */
export const messageHeldSchema = /* @__PURE__ */ eventSchema('message.held', () => HostMessageSchema)

export const messageHeld: EventRules<HostMessage> = { carries: 'message' }

export { putMessage as reduceMessageHeld } from './wall-messages.ts'
