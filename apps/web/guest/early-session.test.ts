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
