import { type WallMessage, WallMessageSchema } from '../message.ts'
import { type EventRules, eventSchema, type Reduce } from './event-rules.ts'
import { putMessage } from './wall-messages.ts'

/** A message was accepted. On a moderated wall it is `pending`, and only hosts see it (LOG-6). */
export const messageCreatedSchema = /* @__PURE__ */ eventSchema('message.created', () => WallMessageSchema)

export const messageCreated: EventRules<WallMessage> = {
  carries: 'message',
}

export const reduceMessageCreated: Reduce<WallMessage> = (wall, message) => putMessage(wall, message, message.status === 'shown' ? 1 : 0)
