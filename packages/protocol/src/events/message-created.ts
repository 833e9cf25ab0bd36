import { type HostMessage, HostMessageSchema } from '../message.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

/** A message was accepted. On a moderated wall it is `pending`, and only hosts see it, with the reasons (LOG-6). */
export const messageCreatedSchema = /* @__PURE__ */ eventSchema('message.created', () => HostMessageSchema)

export const messageCreated: EventRules<HostMessage> = {
  carries: 'message',
}

export { addMessage as reduceMessageCreated } from './wall-messages.ts'
