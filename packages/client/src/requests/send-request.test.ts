import { GET_SERVER, refusal, ROUTES, type Refusal } from '@guestwall/protocol'
import { describe, expect, it } from 'vitest'
import { isServerFacts } from '../guest/guest-guards.ts'
import { HostClient } from '../host/host-client.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import type { HttpAnswer, HttpRequest } from '../types.ts'
import { RequestError } from './request-error.ts'
import { sendRequest } from './send-request.ts'

const FACTS = { guestUrl: 'http://192.168.1.2:8787', version: '1.0.0' }
const OK: HttpAnswer = { kind: 'ok', status: 200, body: FACTS }
const refused = (given: Refusal): HttpAnswer => ({ kind: 'refused', status: 503, refusal: given })

/** A server that gives these answers in turn, and the requests that it got. */
function answering(...answers: readonly HttpAnswer[]) {
  const clock = new VirtualClock()
  const got: HttpRequest[] = []
  const http = async (request: HttpRequest): Promise<HttpAnswer> => {
    got.push(request)
    return answers[got.length - 1] ?? { kind: 'network' }
  }
  return { clock, got, http, requests: { url: 'http://wall.example', http, clock, retries: 2, mayJoin: true } }
}

/** Lets each pause end as soon as it begins. */
async function settled<Value>(clock: VirtualClock, promise: Promise<Value>): Promise<Value | RequestError> {
  let result: Value | RequestError | undefined
  void promise.then(
    (value) => (result = value),
    (error: unknown) => (result = error as RequestError),
  )
  while (result === undefined) {
    await new Promise(setImmediate)
    void clock.run(1_000)
  }
  return result
}

const read = { isRepeatable: true }

describe('a request', () => {
  it('that may be repeated is tried again, twice at most', async () => {
    const good = answering({ kind: 'network' }, refused(refusal('unavailable', { retryAfterMs: 1_000 })), OK)
    expect(await settled(good.clock, sendRequest(good.requests, GET_SERVER, isServerFacts, read))).toEqual(FACTS)
    const bad = answering()
    expect(await settled(bad.clock, sendRequest(bad.requests, GET_SERVER, isServerFacts, read))).toMatchObject({ code: 'unreachable' })
    expect(bad.got).toHaveLength(3)
  })

  it.each([
    ['a refusal for good', refused(refusal('conflict')), 'conflict'],
    ['a refusal with a long wait', refused(refusal('rate_limited', { retryAfterMs: 60_000 })), 'rate_limited'],
    ['the page of a captive portal', { kind: 'foreign', status: 200 } as const, 'foreign'],
    ['an answer of another form', { kind: 'ok', status: 200, body: { version: 1 } } as const, 'foreign'],
  ])('is not tried again after %s', async (_, answer, code) => {
    const server = answering(answer, OK)
    const error = (await settled(server.clock, sendRequest(server.requests, GET_SERVER, isServerFacts, read))) as RequestError
    expect(error).toBeInstanceOf(RequestError)
    expect([error.code, server.got.length]).toEqual([code, 1])
  })

  it('ends with the reason of its signal, also within a pause', async () => {
    const server = answering()
    const abort = new AbortController()
    const call = sendRequest(server.requests, GET_SERVER, isServerFacts, { ...read, signal: abort.signal })
    await new Promise(setImmediate)
    abort.abort(new Error('left'))
    await expect(call).rejects.toThrow('left')
    expect(server.got).toHaveLength(1)
  })
})

describe('HostClient repeats', () => {
  const calls: readonly (readonly [string, number, (host: HostClient) => Promise<unknown>])[] = [
    ['a read', 3, (host) => host.getServer()],
    ['a command with a key', 3, (host) => host.session('s1', 't').end()],
    ['no sign-in: its key works once', 1, (host) => host.signIn('one-time')],
    ['no creation: it has no key', 1, (host) => host.createSession({ title: 'A' })],
    ['no choice of an address', 1, (host) => host.chooseAddress(null)],
  ]
  it.each(calls)('%s', async (_, tries, call) => {
    const { clock, got, http } = answering()
    const host = new HostClient({ url: 'http://wall.example', http, clock })
    expect(await settled(clock, call(host))).toMatchObject({ code: 'unreachable', instruction: 'retry' })
    expect(got).toHaveLength(tries)
    // The same command: the first result is the answer of each try (SEND-1).
    expect(new Set(got.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  })

  it('builds its addresses from the table of routes, and encodes what is in them', async () => {
    const { clock, got, http } = answering(OK)
    const host = new HostClient({ url: 'http://wall.example/guestwall/', http, clock, retries: 0 })
    await host
      .session('s/1', 't')
      .actOnVote('v?1', 'open')
      .catch(() => {})
    expect(got[0]).toMatchObject({
      method: ROUTES.openVote.method,
      url: 'http://wall.example/guestwall/api/host/votes/v%3F1/open',
      token: 't',
    })
  })
})
