import { expect, test } from 'vitest'
import { VirtualClock } from '@guestwall/protocol/testing'
import { Health } from './health.ts'
import type { StoreWatch } from './store-watch.ts'

const WELL = { isFailing: false, store: { ping: () => Promise.resolve() } } as unknown as StoreWatch

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

test('a server of several processes is ready only while all of them serve, and says so', async () => {
  let isWhole = false
  const crew = { isWhole: () => Promise.resolve(isWhole), figures: () => Promise.resolve([]) }
  const health = new Health(WELL, new VirtualClock(), undefined, crew)
  expect(await health.readiness()).toMatchObject({ status: 'not ready', store: 'ok', workers: 'missing' })
  isWhole = true
  expect(await health.readiness()).toMatchObject({ status: 'ready', workers: 'ok' })
  expect(await new Health(WELL, new VirtualClock(), undefined).readiness()).not.toHaveProperty('workers')
})

test('a server whose owner does not answer is not ready, and says so after two seconds', async () => {
  const clock = new VirtualClock()
  const crew = { isWhole: () => new Promise<boolean>(() => {}), figures: () => Promise.resolve([]) }
  const readiness = new Health(WELL, clock, undefined, crew).readiness()
  await clock.run(2_000)
  expect(await readiness).toMatchObject({ status: 'not ready', workers: 'missing' })
})
