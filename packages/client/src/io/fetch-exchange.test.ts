import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../types.ts'
import { fetchExchange } from './fetch-exchange.ts'

const REQUEST: HttpRequest = { method: 'POST', url: 'https://wall.test/api', token: 'secret', body: { a: 1 }, timeoutMs: 60_000 }
const PROBLEM = { type: 'about:blank', title: 'later', status: 503, code: 'unavailable', retryable: true, retryAfterMs: 50 }

async function exchange(answer: () => Response | Promise<Response>, abort = new AbortController().signal) {
  const calls: { url: string; init: RequestInit | undefined }[] = []
  const run = fetchExchange(async (input, init) => {
    calls.push({ url: input instanceof Request ? input.url : input.toString(), init })
    return answer()
  })
  return { answer: await run(REQUEST, abort), calls }
}

const json = (body: unknown, status = 200, type = 'application/json; charset=utf-8') =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'content-type': type } })

describe('fetchExchange', () => {
  it('[SEND-1] sends JSON with the credential in a header, uncached, following no redirect', async () => {
    const { answer, calls } = await exchange(() => json({ ok: 1 }, 201))
    expect(answer).toEqual({ kind: 'ok', status: 201, body: { ok: 1 } })
    expect(calls[0]?.url).toBe('https://wall.test/api')
    expect(calls[0]?.init).toMatchObject({
      method: 'POST',
      body: '{"a":1}',
      cache: 'no-store',
      redirect: 'manual',
      headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
    })
  })

  it('[SEND-4] a problem document is a refusal', async () => {
    const { answer } = await exchange(() => json(PROBLEM, 503, 'application/problem+json'))
    expect(answer).toEqual({
      kind: 'refused',
      status: 503,
      body: PROBLEM,
      refusal: { code: 'unavailable', message: 'later', retryable: true, retryAfterMs: 50 },
    })
  })

  it.each([
    ['HTML', () => json('<html>Welcome to Hotel Wi-Fi</html>', 200, 'text/html')],
    ['HTML that claims to be JSON', () => json('<html></html>')],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: 'http://portal.test' } })],
    ['no type', () => new Response('{}')],
    ["a gateway's error page", () => json('<html>Bad gateway</html>', 502, 'text/html')],
    ['a refusal in another form', () => json({ error: 'no' }, 403)],
  ])('[CONN-7] %s is not ours', async (_, answer) => {
    expect((await exchange(answer)).answer.kind).toBe('foreign')
  })

  it("[CONN-7] no answer is the network's, and an abort ends the exchange", async () => {
    expect((await exchange(() => Promise.reject(new TypeError('failed to fetch')))).answer).toEqual({ kind: 'network' })
    const abort = new AbortController()
    const run = fetchExchange(
      (_, init) => new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted')))),
    )
    const answer = run(REQUEST, abort.signal)
    abort.abort()
    expect(await answer).toEqual({ kind: 'network' })
  })
})
