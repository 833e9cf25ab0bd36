import { type Address, type Guard, pathOf } from '@guestwall/protocol'
import type { Clock, HttpExchange } from '../types.ts'
import { RequestError, refusalIn } from './request-error.ts'

/** Pauses before the second and the third try, in milliseconds. */
const RETRY_WAITS_MS = [500, 2_000]
/** A refusal that names a longer wait is not retried here: the caller decides. */
const LONGEST_WAIT_MS = 10_000
/** The slowest answer of a busy session arrives within this time. */
const TIMEOUT_MS = 15_000

/** The environment of requests. */
export interface Requests {
  /** The server's address, without a slash at the end. */
  readonly url: string
  readonly http: HttpExchange
  readonly clock: Pick<Clock, 'setTimer'>
  /** How often a request that may be repeated is tried again. */
  readonly retries: number
  /** They are a guest's, who can join again. */
  readonly mayJoin: boolean
}

export interface CallOptions {
  /** Ends the request: the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

export interface SentRequest extends CallOptions {
  /** Replaces `{id}` in the path. */
  readonly id?: string
  readonly token?: string | null
  readonly query?: object | undefined
  readonly body?: unknown
  /** A read, or a command with a key: a repetition gets the first result (SEND-1). */
  readonly isRepeatable: boolean
}

/** Sends one request. Resolves with the answer after its check; rejects with a `RequestError`. */
export async function sendRequest<Value>(
  requests: Requests,
  address: Address,
  isOurs: Guard<Value>,
  { id = '', token = null, query, body, isRepeatable, signal = new AbortController().signal }: SentRequest,
): Promise<Value> {
  const url = `${requests.url}${pathOf(address, id)}${queryText(query)}`
  const request = { method: address.method, url, token, timeoutMs: TIMEOUT_MS, ...(body === undefined ? {} : { body }) }
  for (let attempt = 0; ; attempt += 1) {
    throwIfAborted(signal)
    const answer = await requests.http(request, signal)
    throwIfAborted(signal)
    if (answer.kind === 'ok' && isOurs(answer.body)) return answer.body
    // A body of another form is not an answer of this server (CONN-7).
    const failure = answer.kind === 'ok' ? ({ kind: 'foreign', status: answer.status } as const) : answer
    const refusal = refusalIn(failure)
    const waitMs = refusal.retryAfterMs ?? RETRY_WAITS_MS[attempt] ?? LONGEST_WAIT_MS
    const mayRetry = isRepeatable && attempt < requests.retries && failure.kind !== 'foreign' && refusal.retryable
    if (!mayRetry || waitMs > LONGEST_WAIT_MS) {
      const { status, body } = failure.kind === 'refused' ? failure : { status: null, body: undefined }
      throw new RequestError(refusal, status, requests.mayJoin, body)
    }
    await pause(requests.clock, waitMs, signal)
  }
}

/** `AbortSignal.throwIfAborted` and its reason are missing before Safari 15.4. */
function throwIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return
  throw signal.reason instanceof Error ? signal.reason : new DOMException('The request was aborted', 'AbortError')
}

/** The query with its `?`; absent values are left out. */
export function queryText(query: object | undefined): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== null && value !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}`
}

function pause(clock: Pick<Clock, 'setTimer'>, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      cancel()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const cancel = clock.setTimer(ms, end)
    signal.addEventListener('abort', end)
  })
}
