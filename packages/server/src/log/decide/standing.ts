import { type KnownGuest, type Refusal, refusal } from '@guestwall/protocol'

/** The refusal of a guest on whom a host has acted, or `null` (PEOPLE-2, PEOPLE-3). A muted guest may read and vote. */
export function checkStanding(guest: KnownGuest | undefined, wants: 'read' | 'write'): Refusal | null {
  if (guest === undefined) return null
  if (guest.isRemoved) return refusal('removed')
  return guest.isMuted && wants === 'write' ? refusal('muted') : null
}
