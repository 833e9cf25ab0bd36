import type { ClientSnapshot } from '@guestwall/client'
import type { Guest, Session } from '@guestwall/protocol'
import { useGuestwall } from './use-guestwall.ts'

const sessionOf = ({ wall }: ClientSnapshot): Session | null => wall?.session ?? null
const guestOf = ({ guest }: ClientSnapshot): Guest | null => guest

/** The session: title, theme, state. `null` until the wall is known. */
export function useSession(): Session | null {
  return useGuestwall(sessionOf)
}

/** The guest that this client is, `null` until it has joined. */
export function useGuest(): Guest | null {
  return useGuestwall(guestOf)
}
