import { expect, test } from 'vitest'
import { VirtualClock } from '@guestwall/protocol/testing'
import { Health } from './health.ts'
import type { StoreWatch } from './store-watch.ts'

test('readiness asks the store at most once in a quarter of a second, however many requests come', async () => {
  const clock = new VirtualClock()
  let pings = 0
  const ping = () => {
    pings += 1
    return Promise.resolve()
  }
  const health = new Health({ isFailing: false, store: { ping } } as unknown as StoreWatch, clock, undefined)
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => health.readiness()))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['ready']))
  expect(pings).toBe(1)
  clock.advance(250)
  await health.readiness()
  expect(pings).toBe(2)
})
