import { type Outcome, outcomeOf } from '../shared/outcome.ts'
import { operatorToken } from './credentials.ts'
import { hostClient } from './host-client.ts'

/** Signs in with the one-time key or with the operator's token, which this browser then keeps. */
export async function signIn(key: string): Promise<Outcome<string>> {
  const answer = await outcomeOf(hostClient().signIn(key))
  if (answer.ok) operatorToken.keep(answer.value)
  return answer
}

/** The key in a pasted text: a whole link, its fragment, or the key alone. */
export function keyOf(text: string): string {
  const trimmed = text.trim()
  return /(?:^|[#?&])key=([^&\s]+)/.exec(trimmed)?.[1] ?? trimmed
}
