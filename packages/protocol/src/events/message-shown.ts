import { type WallMessage, WallMessageSchema } from '../message.ts'
import { type EventRules, eventSchema, type Reduce } from './event-rules.ts'
import { putMessage } from './wall-messages.ts'

/** A message that was pending or rejected is shown from now on. */
export const messageShownSchema = /* @__PURE__ */ eventSchema('message.shown', () => WallMessageSchema)

export const messageShown: EventRules<WallMessage> = { carries: 'message' }

export const reduceMessageShown: Reduce<WallMessage> = (wall, message) => putMessage(wall, message, 1)
