import { type KnownGuest, KnownGuestSchema } from '../guest.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

/** A host acted on a guest: the guest is now as the data says. For hosts only. */
export const guestChangedSchema = /* @__PURE__ */ eventSchema('guest.changed', () => KnownGuestSchema)

export const guestChanged: EventRules<KnownGuest> = { carries: 'guest' }

export { unchanged as reduceGuestChanged } from './unchanged.ts'
