import type { KnownGuest } from '@guestwall/protocol'

/** A guest who was here, as a server noted it (PEOPLE-1). */
export interface SeenGuest {
  readonly id: string
  readonly name: string
  /** How the guest came. Only the first note writes it, and `firstAt`. */
  readonly source: string
  /** When the guest joined, and when it was here last; ISO 8601. */
  readonly firstAt: string
  readonly at: string
}

/** The guest as the first note leaves it: no host has acted on it. */
export function knownGuest({ id, name, source, firstAt, at }: SeenGuest): KnownGuest {
  const untouched = { isRenamed: false, isMuted: false, isRemoved: false, isBanned: false, reason: null, by: null }
  return { id, name, firstSeenAt: firstAt, lastSeenAt: at, source, ...untouched }
}
