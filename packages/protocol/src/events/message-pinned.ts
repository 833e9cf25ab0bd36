import { type WallMessage, WallMessageSchema } from '../message.ts'
import { type EventRules, eventSchema, type Reduce } from './event-rules.ts'
import { putMessage } from './wall-messages.ts'

/** A host pinned a message: the wall keeps it although it is old. */
export const messagePinnedSchema = /* @__PURE__ */ eventSchema('message.pinned', () => WallMessageSchema)

export const messagePinned: EventRules<WallMessage> = {
  carries: 'message',
}

export const reduceMessagePinned: Reduce<WallMessage> = (wall, message) => putMessage(wall, message, 0)
