import { type WallMessage, WallMessageSchema } from '../message.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

/** A host pinned a message: the wall keeps it although it is old. */
export const messagePinnedSchema = /* @__PURE__ */ eventSchema('message.pinned', () => WallMessageSchema)

export const messagePinned: EventRules<WallMessage> = {
  carries: 'message',
}

export { putMessage as reduceMessagePinned } from './wall-messages.ts'
