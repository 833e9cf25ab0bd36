import { parseJson } from '../core/parse.ts'
import { isProblem } from '@guestwall/protocol'
import type { HttpAnswer, HttpExchange, HttpRequest } from '../types.ts'

const JSON_TYPES = /^application\/(problem\+)?json\b/i

/** HTTP over `fetch`. An answer that is not JSON, or that comes from another address, is `foreign` (CONN-7); no answer in time is `network`. */
export function fetchExchange(fetchLike: typeof fetch = (input, init) => fetch(input, init)): HttpExchange {
  return async (request, abort) => {
    const own = new AbortController()
    const stop = () => own.abort()
    const timer = setTimeout(stop, request.timeoutMs)
    // Its own end takes the listener away again.
    abort.addEventListener('abort', stop, { signal: own.signal })
    if (abort.aborted) stop()
    try {
      return await readAnswer(await fetchLike(request.url, toInit(request, own.signal)))
    } catch {
      return { kind: 'network' }
    } finally {
      clearTimeout(timer)
      stop()
    }
  }
}

function toInit({ method, token, body }: HttpRequest, signal: AbortSignal): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (token !== null) headers['authorization'] = `Bearer ${token}`
  if (body !== undefined) headers['content-type'] = 'application/json'
  // A redirect is a captive portal's answer: not followed, so that the credential goes nowhere else.
  return { method, headers, signal, cache: 'no-store', redirect: 'manual', body: JSON.stringify(body) }
}

async function readAnswer(response: Response): Promise<HttpAnswer> {
  const { status } = response
  const foreign: HttpAnswer = { kind: 'foreign', status }
  if (!JSON_TYPES.test(response.headers.get('content-type') ?? '')) return foreign
  const body = parseJson(await response.text())
  if (response.ok) return body === null ? foreign : { kind: 'ok', status, body }
  if (!isProblem(body)) return foreign
  const { code, title: message, retryable, retryAfterMs } = body
  return { kind: 'refused', status, refusal: { code, message, retryable, retryAfterMs }, body }
}
