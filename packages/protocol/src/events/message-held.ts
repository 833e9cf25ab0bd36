import { type HostMessage, HostMessageSchema } from '../message.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

/**
 * A host put a message back among those that wait, with its reasons (MOD-10). For hosts only. Where the message was on the wall, `message.rejected` comes
 * before and takes it away from all other readers.
 */
export const messageHeldSchema = /* @__PURE__ */ eventSchema('message.held', () => HostMessageSchema)

export const messageHeld: EventRules<HostMessage> = { carries: 'message' }

export { putMessage as reduceMessageHeld } from './wall-messages.ts'
