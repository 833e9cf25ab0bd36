import { type Guard } from '@guestwall/protocol'
import type { HttpAnswer, Trouble } from '../types.ts'

/** An HTTP answer whose body is checked. */
export type Answer<Value> = { readonly kind: 'ok'; readonly value: Value } | Exclude<HttpAnswer, { kind: 'ok' }>

/** JSON that has not the expected form is not ours either (CONN-7). */
export function readAnswer<Value>(isOurs: Guard<Value>, answer: HttpAnswer): Answer<Value> {
  if (answer.kind !== 'ok') return answer
  return isOurs(answer.body) ? { kind: 'ok', value: answer.body } : { kind: 'foreign' }
}

/** The trouble that an answer shows, of the network or the server; `null`: nothing is wrong. `refusal`: of a request that reads the log. */
export function troubleOf(answer: Answer<unknown>): Trouble | null {
  if (answer.kind === 'ok') return null
  if (answer.kind === 'network') return answer.kind
  const { kind, status = 0 } = answer
  // With such a status a gateway says that the server behind it is away.
  return kind === 'refused' || status >= 500 || status === 429 ? 'server' : 'portal'
}
