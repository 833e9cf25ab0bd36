import { SignedInSchema } from '@guestwall/protocol'
import { callApi, type Outcome } from '../shared/http.ts'
import { operatorToken } from './credentials.ts'

/** Signs in with the one-time key or with the operator's token, which this browser then keeps. */
export async function signIn(key: string): Promise<Outcome<{ operatorToken: string }>> {
  const answer = await callApi(SignedInSchema, '/api/operator/sign-in', { method: 'POST', body: { key } })
  if (answer.ok) operatorToken.keep(answer.value.operatorToken)
  return answer
}

/** The key of what somebody pasted: the whole link, its fragment, or the key alone. */
export function keyOf(text: string): string {
  const trimmed = text.trim()
  return /(?:^|[#?&])key=([^&\s]+)/.exec(trimmed)?.[1] ?? trimmed
}
