import * as v from 'valibot'
import { IdSchema } from '../ids.ts'
import { type DataOf, type EventRules, eventSchema } from './event-rules.ts'

/**
 * A host removed a message: its text is erased wherever it stands, replays included (LOG-5).
 *
 * `wasShown`: the message was on the wall until now, so that a reader without all messages keeps the count right. `nameErased`: the author's
 * name was erased with the text.
 */
export const messageRemovedSchema = /* @__PURE__ */ eventSchema('message.removed', () =>
  v.object({ id: IdSchema, wasShown: v.boolean(), nameErased: v.optional(v.boolean()) }),
)

export const messageRemoved: EventRules<DataOf<typeof messageRemovedSchema>> = {
  carries: null,
  changeMessage: ({ id, nameErased }) => ({
    id,
    change: { status: 'removed', content: '', pinned: false, ...(nameErased === true ? { guestName: '' } : {}) },
  }),
  erases: true,
}

export { dropMessage as reduceMessageRemoved } from './wall-messages.ts'
