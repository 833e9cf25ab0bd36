import * as v from 'valibot'
import { IdSchema } from '../ids.ts'
import { type DataOf, type EventRules, eventSchema, type Reduce } from './event-rules.ts'

/** A host unpinned a message. */
export const messageUnpinnedSchema = /* @__PURE__ */ eventSchema('message.unpinned', () => v.object({ id: IdSchema }))

export const messageUnpinned: EventRules<DataOf<typeof messageUnpinnedSchema>> = {
  carries: null,
  changeMessage: ({ id }) => ({ id, change: { pinned: false } }),
}

export const reduceMessageUnpinned: Reduce<DataOf<typeof messageUnpinnedSchema>> = (wall, { id }) => ({
  ...wall,
  messages: wall.messages.map((message) => (message.id === id ? { ...message, pinned: false } : message)),
})
