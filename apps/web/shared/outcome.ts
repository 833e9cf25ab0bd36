import { RequestError } from '@guestwall/client/guest'

/** The refusal of a request: a code of the wire, or `network` or `foreign` without an answer of the server. */
export interface Failure {
  readonly code: string
  readonly retryable: boolean
}

export type Outcome<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure }

/** The result of a request as data, for code that shows refusals. */
export async function outcomeOf<Value>(request: Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { ok: true, value: await request }
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    return { ok: false, failure: { code: error.code === 'unreachable' ? 'network' : error.code, retryable: error.retryable } }
  }
}
