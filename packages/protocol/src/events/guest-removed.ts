import * as v from 'valibot'
import { IdSchema } from '../ids.ts'
import { type DataOf, type EventRules, eventSchema } from './event-rules.ts'

/** A host removed a guest. Planned: no server appends it yet. */
export const guestRemovedSchema = /* @__PURE__ */ eventSchema('guest.removed', () => v.object({ guestId: IdSchema }))

export const guestRemoved: EventRules<DataOf<typeof guestRemovedSchema>> = { carries: null }

export { unchanged as reduceGuestRemoved } from './unchanged.ts'
