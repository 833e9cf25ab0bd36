import type { PublicSession } from '@guestwall/protocol'
import { guestClient } from '../shared/guest-client.ts'
import { type Outcome, outcomeOf } from '../shared/outcome.ts'

/** Reads the public facts of a session by its code. */
export function findSession(code: string): Promise<Outcome<PublicSession>> {
  return outcomeOf(guestClient().findSession(code))
}
