import * as v from 'valibot'
import { IdSchema } from '../ids.ts'
import { type DataOf, type EventRules, eventSchema } from './event-rules.ts'

/** A host removed or banned a guest: its sockets are closed, and its credential is refused (PEOPLE-3). */
export const guestRemovedSchema = /* @__PURE__ */ eventSchema('guest.removed', () => v.object({ guestId: IdSchema }))

export const guestRemoved: EventRules<DataOf<typeof guestRemovedSchema>> = { carries: null }

export { unchanged as reduceGuestRemoved } from './unchanged.ts'
