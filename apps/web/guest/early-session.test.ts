import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { fetchExchange, GuestClient } from '@guestwall/client/guest'
import { GET_SESSION, pathOf } from '@guestwall/protocol'
import { afterEach, expect, test, vi } from 'vitest'
import { earlyFetch } from './early-session.ts'

const asked = vi.fn<() => Promise<Response>>(() => Promise.resolve(new Response('late')))
afterEach(() => {
  asked.mockClear()
  vi.unstubAllGlobals()
})

test('[G2] the request that the page has made is used once; later ones, and those for another code, are made anew', async () => {
  vi.stubGlobal('fetch', asked)
  const url = 'http://wall.test/api/sessions/ABC234'
  const texts = async (urls: readonly string[]) => Promise.all(urls.map(async (each) => (await earlyFetch(each)).text()))
  globalThis.earlySession = { url, answer: Promise.resolve(new Response('early')) }
  expect(await texts([url])).toEqual(['early'])
  expect(await texts([url])).toEqual(['late'])
  globalThis.earlySession = { url, answer: Promise.resolve(new Response('early')) }
  expect(await texts(['http://wall.test/api/sessions/XYZ789', url])).toEqual(['late', 'late'])
  expect(asked).toHaveBeenCalledTimes(3)
})

test('[G2] the page asks for the session of a scanned code as the client does, in either case, and for nothing at other addresses', async () => {
  const [, script = ''] = /<script>(.*?)<\/script>/s.exec(readFileSync(new URL('index.html', import.meta.url), 'utf8')) ?? []
  const asks = (pathname: string): unknown[] => {
    const sent: unknown[] = []
    const location = { origin: 'http://wall.test', pathname }
    runInNewContext(script, { location, fetch: (...request: unknown[]) => sent.push(...request) && Promise.reject(new Error('cut')) })
    return sent
  }
  const ofClient: [unknown, RequestInit | undefined][] = []
  const http = fetchExchange((input, init) => {
    ofClient.push([input, init])
    return Promise.reject(new Error('cut'))
  })
  await new GuestClient({ url: 'http://wall.test', retries: 0, http }).findSession('ABC234').catch(() => undefined)
  const [url, init] = ofClient[0] ?? []
  expect(url).toBe(`http://wall.test${pathOf(GET_SESSION, 'ABC234')}`)
  for (const path of ['/ABC234', '/abc234']) expect(asks(path)).toEqual([url, { headers: init?.headers, redirect: init?.redirect }])
  for (const path of ['/', '/ABC-234', '/wall/ABC234']) expect(asks(path)).toEqual([])
})
