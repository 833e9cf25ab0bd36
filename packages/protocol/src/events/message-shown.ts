import { type WallMessage, WallMessageSchema } from '../message.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

/** A message that was pending or rejected is shown from now on. */
export const messageShownSchema = /* @__PURE__ */ eventSchema('message.shown', () => WallMessageSchema)

export const messageShown: EventRules<WallMessage> = { carries: 'message' }

export { addMessage as reduceMessageShown } from './wall-messages.ts'
