import * as v from 'valibot'
import { IdSchema } from '../ids.ts'
import { type DataOf, type EventRules, eventSchema, type Reduce } from './event-rules.ts'

/** A host renamed a guest: every message of the guest has the new name, except where the name was erased (LOG-5). */
export const guestRenamedSchema = /* @__PURE__ */ eventSchema('guest.renamed', () => v.object({ guestId: IdSchema, guestName: v.string() }))

export const guestRenamed: EventRules<DataOf<typeof guestRenamedSchema>> = {
  carries: null,
  renames: (data) => data,
}

export const reduceGuestRenamed: Reduce<DataOf<typeof guestRenamedSchema>> = (wall, { guestId, guestName }) => ({
  ...wall,
  messages: wall.messages.map((message) => (message.guestId === guestId && message.guestName ? { ...message, guestName } : message)),
})
