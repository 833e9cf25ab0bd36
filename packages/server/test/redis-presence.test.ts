import { isDeepStrictEqual } from 'node:util'
import { Redis } from 'ioredis'
import * as v from 'valibot'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { startRedis, type TestRedis } from '../../../tests/support/redis.ts'
import { startTcpProxy } from '../../../tests/support/tcp-proxy.ts'
import { until } from '../src/cluster/bus/bus.contract.ts'
import { RedisPresence } from '../src/cluster/presence/redis-presence.ts'
import { RedisLink } from '../src/cluster/redis/redis-link.ts'
import { systemClock, systemRandom } from '../src/system.ts'
import { VirtualClock } from '@guestwall/protocol/testing'

/** Presence of several servers over a real Redis, each on a clock of its own: what the contract of one cannot say. */

const GUEST = { id: 'g1', name: '小明' }
/** Counts are read this often, and once more when a second has passed. */
const COUNT_MS = 750
const RENEW_MS = 10_000
const LEASE_S = 30
const MANY = 3_000
/** The requests of the test and of the link's probe. */
const NOT_OF_PRESENCE = ['config|resetstat', 'info', 'ping', 'set', 'get', 'spublish', 'ssubscribe']
const PAGE = 50

let redis: TestRedis
let asked: Redis
const links: RedisLink[] = []
beforeAll(async () => {
  redis = await startRedis()
  asked = new Redis(redis.url)
})
afterAll(async () => {
  await Promise.all(links.map((link) => link.close()))
  asked.disconnect()
  await redis.dispose()
})

let lastServer = 0
let s: string
beforeEach(() => {
  s = `presence-${(lastServer += 1)}`
})

async function server(url = redis.url) {
  const clock = new VirtualClock()
  const link = await RedisLink.open(url, systemClock, () => {}, systemRandom.id())
  links.push(link)
  const name = `server-${(lastServer += 1)}`
  const presence = new RedisPresence(link, name, clock)
  const stop = presence.start()
  const emitted: number[] = []
  presence.onCount((sessionId, count) => sessionId === s && emitted.push(count))
  /** Lets so much time pass in steps, and everything that it sets off be answered. */
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= COUNT_MS) {
      clock.advance(Math.min(left, COUNT_MS))
      for (let question = 0; question < 4; question += 1) await link.ask({ keys: [], form: v.any() }, (commands) => commands.ping())
    }
  }
  return { presence, link, name, pass, emitted, stop }
}

/** Times in which a guest at one server is looked at from another. */
async function twoServers(url = redis.url) {
  const [here, there] = await Promise.all([server(url), server(url)])
  await there.presence.count(s)
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= COUNT_MS) {
      await here.pass(Math.min(left, COUNT_MS))
      await there.pass(Math.min(left, COUNT_MS))
      // Somebody reads there, and asks.
      await there.presence.count(s)
    }
  }
  return { here, there, pass }
}

describe('a guest of one server, seen from another', () => {
  test('[ONLINE-2] a clean leave shows within two seconds: a second is left for telling the readers', async () => {
    const { here, there, pass } = await twoServers()
    here.presence.enter(s, GUEST)
    await pass(1_000)
    expect(there.emitted).toEqual([1])
    here.presence.leave(s, GUEST.id, true)
    await pass(1_000)
    expect(there.emitted).toEqual([1, 0])
  })

  test('[ONLINE-2] an abrupt leave shows within a minute, and not before twenty seconds', async () => {
    const { here, there, pass } = await twoServers()
    here.presence.enter(s, GUEST)
    await pass(1_000)
    here.presence.leave(s, GUEST.id, false)
    await pass(20_000)
    expect(there.emitted).toEqual([1])
    await pass(39_000)
    expect(there.emitted).toEqual([1, 0])
  })

  test('[ONLINE-2] a guest who comes back to another server within twenty seconds stays online', async () => {
    const { here, there, pass } = await twoServers()
    here.presence.enter(s, GUEST)
    await pass(1_000)
    here.presence.leave(s, GUEST.id, false)
    await pass(19_000)
    there.presence.enter(s, GUEST)
    await pass(60_000)
    expect([here.emitted, there.emitted]).toEqual([[1], [1]])
  })

  test('[ONLINE-1] a guest who polls is online, whichever server receives each poll', async () => {
    const { here, there, pass } = await twoServers()
    for (let poll = 0; poll < 6; poll += 1) {
      ;(poll % 2 === 0 ? here : there).presence.touch(s, GUEST)
      await pass(20_000)
    }
    expect(there.emitted).toEqual([1])
    await pass(60_000)
    expect(there.emitted).toEqual([1, 0])
  })

  test('[ONLINE-2] the guests of a dead server leave when its lease ends, except those who came back at another server', async () => {
    const { here, there } = await twoServers()
    for (const id of ['g1', 'g2', 'g3']) here.presence.enter(s, { id, name: id })
    await here.pass(1_000)
    there.presence.enter(s, { id: 'g2', name: 'g2' })
    await there.pass(1_000)
    here.stop()
    // The lease is by Redis' clock: this is what half a minute does.
    await there.pass(RENEW_MS)
    expect(await there.presence.count(s)).toBe(3)
    await asked.zadd(`guestwall:{${s}}:here:servers`, 0, here.name)
    await there.pass(RENEW_MS + COUNT_MS)
    expect(await there.presence.count(s)).toBe(1)
    expect((await there.presence.page(s, null, 10)).guests.map(({ id }) => id)).toEqual(['g2'])
  })

  test('[ONLINE-2] after the clock of Redis is set back by eight hours the lease of a dead server is not longer', async () => {
    const { here, there } = await twoServers()
    here.presence.enter(s, GUEST)
    await here.pass(1_000)
    here.stop()
    const key = `guestwall:{${s}}:here:servers`
    const [seconds = 0] = await asked.time()
    await asked.zadd(key, (Number(seconds) + 8 * 60 * 60) * 1_000, here.name)
    await there.pass(RENEW_MS)
    expect(Number(await asked.zscore(key, here.name))).toBeLessThanOrEqual((Number((await asked.time())[0]) + LEASE_S + 1) * 1_000)
  })
})

test('[ONLINE-1] changes that Redis missed are repaired, also where as many guests came as left', async () => {
  const proxy = await startTcpProxy(redis)
  const here = await server(`redis://127.0.0.1:${proxy.port}`)
  const there = await server()
  here.presence.enter(s, { id: 'goes', name: 'a' })
  await here.pass(1_000)
  expect((await there.presence.page(s, null, 10)).guests.map(({ id }) => id)).toEqual(['goes'])
  proxy.setBoth({ kind: 'rst' })
  await until(() => here.link.health === 'degraded')
  here.presence.leave(s, 'goes', true)
  here.presence.enter(s, { id: 'comes', name: 'b' })
  await here.pass(1_000)
  proxy.setBoth({ kind: 'pass' })
  await until(() => here.link.health === 'ok')
  await here.pass(RENEW_MS + COUNT_MS)
  expect((await there.presence.page(s, null, 10)).guests.map(({ id }) => id)).toEqual(['comes'])
  await proxy.close()
})

test('[ONLINE-1] a Redis that is emptied is written again at once: no server’s count falls meanwhile', async () => {
  const own = await startRedis()
  onTestFinished(() => own.dispose())
  const operator = new Redis(own.url)
  onTestFinished(() => operator.disconnect())
  const { here, there, pass } = await twoServers(own.url)
  for (const id of ['g1', 'g2']) here.presence.enter(s, { id, name: id })
  there.presence.enter(s, { id: 'g3', name: 'g3' })
  await pass(2_000)
  expect(here.emitted.at(-1)).toBe(3)
  here.emitted.length = 0
  there.emitted.length = 0
  await operator.flushall()
  // One notices first, and sees what is there before the other has written it again.
  await there.pass(2_250)
  await pass(8_000)
  expect([here.emitted, there.emitted]).toEqual([[], []])
  expect((await there.presence.page(s, null, 10)).guests.map(({ id }) => id).sort()).toEqual(['g1', 'g2', 'g3'])
})

describe('what presence costs Redis', () => {
  /** Commands that Redis carried out meanwhile, those inside scripts too. */
  async function commandsOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
    await asked.config('RESETSTAT')
    await work()
    const stats = await asked.info('commandstats')
    const found = [...stats.matchAll(/cmdstat_([^:]+):calls=(\d+)/g)].map(([, name, calls]) => [name as string, Number(calls)] as const)
    return Object.fromEntries(found.filter(([name]) => !NOT_OF_PRESENCE.includes(name)))
  }

  /** The cost, once two measurements agree: no earlier entry is written again meanwhile, and Redis, slow for a moment, is not passed over. */
  async function steady(measure: () => Promise<Record<string, number>>): Promise<Record<string, number>> {
    for (let before = await measure(); ; ) {
      const now = await measure()
      if (Object.keys(now).length > 0 && isDeepStrictEqual(now, before)) return now
      before = now
    }
  }

  async function fill(from: number, to: number, { presence, pass }: Awaited<ReturnType<typeof server>>) {
    for (let index = from; index < to; index += 1) presence.enter(s, { id: `g${String(index).padStart(5, '0')}`, name: `Guest ${index}` })
    await pass(COUNT_MS)
    // Their writes have ended, and are not only sent.
    await until(async () => (await asked.zcard(`guestwall:{${s}}:here`)) >= to)
  }

  test('[ONLINE-3] the count is two numbers, however many are here', async () => {
    const here = await server()
    await fill(0, MANY, here)
    // On a busy machine a reading is late, or what was not answered in time is written again: then it comes to this.
    await expect.poll(() => commandsOf(() => here.pass(COUNT_MS))).toEqual({ zcard: 1, zscore: 1 })
    expect(await here.presence.count(s)).toBe(MANY)
    // Asked by every poll and every hello: what is known answers.
    expect(await commandsOf(() => Promise.all(Array.from({ length: 100 }, () => here.presence.count(s))))).toEqual({})
  })

  test('[ONLINE-3] the cost of a page depends on the page, not on the session', async () => {
    const here = await server()
    await fill(0, 2 * PAGE + 10, here)
    const second = async () => {
      const first = await here.presence.page(s, null, PAGE)
      let page = first
      const cost = await commandsOf(async () => {
        page = await here.presence.page(s, first.nextCursor, PAGE)
      })
      expect(page.guests).toHaveLength(PAGE)
      return cost
    }
    const few = await steady(second)
    await fill(2 * PAGE + 10, MANY, here)
    // On a busy machine an entry without a timely answer is written again; it comes to this after that.
    await expect.poll(() => steady(second)).toEqual(few)
    expect(Object.values(few).reduce((sum, calls) => sum + calls, 0)).toBeLessThan(2 * (PAGE + 1) + 6)
    // No one command takes more than a page, either.
    const ranges: string[][] = []
    const monitor = await asked.monitor()
    monitor.on('monitor', (_time: string, words: string[]) => {
      if (words[0]?.toLowerCase() === 'zrange') ranges.push(words)
    })
    await until(() => here.link.health === 'ok')
    const { nextCursor } = await here.presence.page(s, null, PAGE)
    await here.presence.page(s, nextCursor, PAGE)
    await until(() => ranges.length === 2)
    monitor.disconnect()
    expect(ranges.map(([, , from, to]) => [Number(from), Number(to)])).toEqual([
      [0, PAGE],
      [PAGE, 2 * PAGE],
    ])
  })

  test('[ONLINE-3] thousands of guests who arrive together are written in a few scripts', async () => {
    const here = await server()
    const { eval: scripts = 0 } = await commandsOf(() => fill(0, MANY, here))
    expect(scripts).toBeLessThanOrEqual(4)
  })
})
