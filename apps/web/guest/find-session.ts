import { fetchExchange, GuestClient } from '@guestwall/client/guest'
import type { PublicSession } from '@guestwall/protocol'
import { type Outcome, outcomeOf } from '../shared/outcome.ts'
import { earlyFetch } from './early-session.ts'

/** Reads the public facts of a session by its code. A person who waits decides about a second try. */
export function findSession(code: string): Promise<Outcome<PublicSession>> {
  return outcomeOf(new GuestClient({ retries: 0, http: fetchExchange(earlyFetch) }).findSession(code))
}
