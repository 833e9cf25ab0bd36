import { type KnownGuest, type Refusal, refusal, type Session } from '@guestwall/protocol'

/** The time after which a client asks again whether the session is open. */
const ASK_AGAIN_MS = 5_000

/** The refusal of a guest on whom a host has acted, or `null` (PEOPLE-2, PEOPLE-3). A muted guest may read and vote. */
export function checkStanding(guest: KnownGuest | undefined, wants: 'read' | 'write'): Refusal | null {
  if (guest === undefined) return null
  if (guest.isRemoved) return refusal('removed')
  return guest.isMuted && wants === 'write' ? refusal('muted') : null
}

/** The refusal of what a guest writes or chooses before the opening and in a pause, or `null` (LIFE-1). It waits on the phone, and counts once the session is open. */
export function checkGuestsMayAct({ state }: Pick<Session, 'state'>): Refusal | null {
  if (state === 'scheduled') return refusal('session_not_started', { retryAfterMs: ASK_AGAIN_MS })
  return state === 'paused' ? refusal('session_paused', { retryAfterMs: ASK_AGAIN_MS }) : null
}
