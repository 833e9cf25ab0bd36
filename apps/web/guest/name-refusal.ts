import { guestClient } from '../shared/guest-client.ts'
import { outcomeOf } from '../shared/outcome.ts'
import { isNameRefusal } from './closing.ts'

/**
 * Why a name would be refused, `null` where nothing is known against it. Joining writes nothing, so it can be asked for a name's sake; who
 * cannot be asked now refuses nothing.
 */
export async function nameRefusal(sessionId: string, guestName: string): Promise<string | null> {
  const answer = await outcomeOf(guestClient().join(sessionId, guestName))
  return !answer.ok && isNameRefusal(answer.failure.code) ? answer.failure.code : null
}
