import { type HostMessage, HostMessageSchema } from '../message.ts'
import { type EventRules, eventSchema, type Reduce } from './event-rules.ts'
import { putMessage } from './wall-messages.ts'

/** A message was accepted. On a moderated wall it is `pending`, and only hosts see it, with the reasons (LOG-6). */
export const messageCreatedSchema = /* @__PURE__ */ eventSchema('message.created', () => HostMessageSchema)

export const messageCreated: EventRules<HostMessage> = {
  carries: 'message',
}

export const reduceMessageCreated: Reduce<HostMessage> = (wall, message) => putMessage(wall, message, message.status === 'shown' ? 1 : 0)
