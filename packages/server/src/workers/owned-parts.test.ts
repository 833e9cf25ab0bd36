import { VirtualClock } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import { busContract, slice } from '../cluster/bus/bus.contract.ts'
import { limitsContract } from '../cluster/limits/limits.contract.ts'
import { presenceContract } from '../cluster/presence/presence.contract.ts'
import type { LogSlice } from '../domain/log-event.ts'
import { MemoryStore } from '../testing/memory-store.ts'
import { type OwnedWorker, ownerWith } from './owned.test-kit.ts'

const GUEST = { id: 'g1', name: '小明' }

function pair(clock = new VirtualClock()): { here: OwnedWorker; there: OwnedWorker; clock: VirtualClock } {
  const [here, there] = ownerWith(new MemoryStore(), clock, 2).workers
  if (here === undefined || there === undefined) throw new Error('two workers were asked for')
  return { here, there, clock }
}

busContract('the one of workers', () => {
  const { here, there } = pair()
  return Promise.resolve({ here: here.bus, there: there.bus })
})
limitsContract('those of workers', () => Promise.resolve(pair().here.limits))
presenceContract('the one of workers', () => {
  const { here, clock } = pair()
  return { presence: here.presence, clock, settle: () => Promise.resolve() }
})

test('the limits of a session are those of all workers together', async () => {
  const { here, there } = pair()
  const rate = { perSecond: 1 / 600, burst: 3 }
  const waits = [here, there, here, there].map(({ limits }) => limits.tryConsume('s', 'hall', rate))
  expect((await Promise.all(waits)).filter((wait) => wait === 0)).toHaveLength(3)
})

test('[ONLINE-1] a guest with connections at two workers counts once, and each worker is told of every change', async () => {
  const { here, there, clock } = pair()
  const told: number[] = []
  there.presence.onCount((_, count) => told.push(count))
  here.presence.enter('s', GUEST)
  there.presence.enter('s', GUEST)
  expect(await here.presence.count('s')).toBe(1)
  here.presence.leave('s', GUEST.id, true)
  expect(await there.presence.count('s')).toBe(1)
  there.presence.leave('s', GUEST.id, true)
  here.presence.enter('s', GUEST)
  clock.advance(50)
  expect(told).toEqual([1])
})

test('[ONLINE-2] the guests of a worker that died are gone when they do not come back, and were never gone when they do', async () => {
  const { here, there, clock } = pair()
  const told: number[] = []
  there.presence.onCount((_, count) => told.push(count))
  here.presence.enter('s', GUEST)
  here.presence.enter('s', GUEST)
  here.presence.enter('s', { id: 'g2', name: '小红' })
  clock.advance(50)
  here.die()
  there.presence.enter('s', GUEST)
  clock.advance(60_000)
  expect(told).toEqual([2, 1])
  expect((await there.presence.page('s', null, 10)).guests.map(({ id }) => id)).toEqual([GUEST.id])
  there.presence.leave('s', GUEST.id, true)
  expect(await there.presence.count('s')).toBe(0)
})

test('a worker that does not follow a session, or follows it no more, or has died, gets nothing of it', async () => {
  const { here, there } = pair()
  const received: LogSlice[] = []
  there.bus.onSlice((_, got) => received.push(got))
  here.bus.publish('s', slice(0, 1))
  await there.bus.follow('s')
  here.bus.publish('s', slice(1, 2))
  there.bus.unfollow('s')
  here.bus.publish('s', slice(2, 3))
  await there.bus.follow('s')
  there.die()
  here.bus.publish('s', slice(3, 4))
  expect(received).toEqual([slice(1, 2)])
})

test('[SYNC-6] after a worker was suspended, what it compared with the store before may be stale', () => {
  const { here, clock } = pair()
  clock.advance(5_000)
  expect(here.bus.staleSinceMs()).toBe(Number.NEGATIVE_INFINITY)
  // No timer runs while a process is suspended.
  clock.sleep(5_000)
  expect(here.bus.staleSinceMs()).toBe(clock.now())
})

test('the store is maintained by the clock of its owner, and a worker that ends does not close it', async () => {
  const clock = new VirtualClock()
  const store = new MemoryStore()
  const maintained: number[] = []
  let isClosed = false
  store.maintain = (nowMs) => {
    maintained.push(nowMs)
    return Promise.resolve()
  }
  store.close = () => {
    isClosed = true
    return Promise.resolve()
  }
  const [worker] = ownerWith(store, clock).workers
  clock.advance(1_234)
  await worker?.store.maintain(9_999_999)
  await worker?.store.close()
  expect({ maintained, isClosed }).toEqual({ maintained: [clock.now()], isClosed: false })
})
