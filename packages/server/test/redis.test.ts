import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startRedis, type TestRedis } from '../../../tests/support/redis.ts'
import { busContract, slice, until } from '../src/cluster/bus/bus.contract.ts'
import { InProcessBus } from '../src/cluster/bus/in-process-bus.ts'
import { RedisBus } from '../src/cluster/bus/redis-bus.ts'
import { InProcessLimits } from '../src/cluster/limits/in-process-limits.ts'
import { limitsContract } from '../src/cluster/limits/limits.contract.ts'
import { RedisLimits } from '../src/cluster/limits/redis-limits.ts'
import { presenceContract } from '../src/cluster/presence/presence.contract.ts'
import { RedisPresence } from '../src/cluster/presence/redis-presence.ts'
import { RedisLink } from '../src/cluster/redis/redis-link.ts'
import { systemClock, systemRandom } from '../src/system.ts'
import { VirtualClock } from '@guestwall/protocol/testing'

const links: RedisLink[] = []
let single: TestRedis
let cluster: TestRedis
beforeAll(async () => {
  ;[single, cluster] = await Promise.all([startRedis(), startRedis({ isCluster: true })])
})
afterAll(async () => {
  await Promise.all(links.map((link) => link.close()))
  await Promise.all([single.dispose(), cluster.dispose()])
})

async function open(redis: TestRedis): Promise<RedisLink> {
  const link = await RedisLink.open(redis.url, systemClock, () => {}, systemRandom.id())
  links.push(link)
  return link
}

const twoEnds = (redis: () => TestRedis) => async () => ({
  here: new RedisBus(await open(redis()), 'here', systemClock),
  there: new RedisBus(await open(redis()), 'there', systemClock),
})
busContract(
  'Redis',
  twoEnds(() => single),
)
busContract(
  'a Redis Cluster',
  twoEnds(() => cluster),
)
busContract('one process', async () => {
  const bus = new InProcessBus()
  return { here: bus, there: bus }
})

limitsContract('Redis', async () => new RedisLimits(await open(single), new InProcessLimits(systemClock)))
limitsContract('one process', () => Promise.resolve(new InProcessLimits(systemClock)))

let lastServer = 0
const presenceOn = (redis: () => TestRedis) => async () => {
  const clock = new VirtualClock()
  const link = await open(redis())
  const presence = new RedisPresence(link, `server-${(lastServer += 1)}`, clock)
  presence.start()
  // Counts are read every 750 ms of this clock, each time with a question to Redis.
  const settle = async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      clock.advance(750)
      for (let question = 0; question < 4; question += 1) await link.ask({ keys: [], form: v.any() }, (commands) => commands.ping())
    }
  }
  return { presence, clock, settle }
}
presenceContract(
  'Redis',
  presenceOn(() => single),
)
presenceContract(
  'a Redis Cluster',
  presenceOn(() => cluster),
)

describe('presence of several servers', () => {
  test('[ONLINE-1] is their union, a guest on two of them once', async () => {
    const [one, two] = await Promise.all([presenceOn(() => single)(), presenceOn(() => single)()])
    one.presence.enter('union', { id: 'g1', name: 'a' })
    two.presence.enter('union', { id: 'g1', name: 'a' })
    two.presence.enter('union', { id: 'g2', name: 'b' })
    await one.settle()
    await two.settle()
    await one.settle()
    expect([await one.presence.count('union'), await two.presence.count('union')]).toEqual([2, 2])
    expect((await one.presence.page('union', null, 10)).guests.map(({ id }) => id).sort()).toEqual(['g1', 'g2'])
    two.presence.leave('union', 'g1', true)
    two.presence.leave('union', 'g2', true)
    await two.settle()
    await one.settle()
    expect((await one.presence.page('union', null, 10)).guests.map(({ id }) => id)).toEqual(['g1'])
  })

  test('after Redis comes back empty every server writes its guests again', async () => {
    const redis = await startRedis()
    const { presence, settle } = await presenceOn(() => redis)()
    for (let index = 0; index < 30; index += 1) presence.enter('again', { id: `g${index}`, name: 'a' })
    await settle()
    await redis.kill()
    await settle()
    expect(await presence.count('again')).toBe(30)
    await redis.start()
    await until(async () => (await presence.page('again', null, 100)).guests.length === 30)
    await settle()
    expect(await presence.count('again')).toBe(30)
    await redis.dispose()
  })
})

describe('the bus over Redis', () => {
  test('receives again after Redis was killed, and reports that it may have missed events', async () => {
    const redis = await startRedis()
    const { here, there } = await twoEnds(() => redis)()
    const heard: number[] = []
    let lost = 0
    there.onSlice((_, { to }) => heard.push(to))
    there.onLost(() => {
      lost += 1
    })
    await there.follow('s')
    here.publish('s', slice(0, 1))
    await until(() => heard.length === 1)
    await redis.kill()
    // Redis is away: the call must neither throw nor wait.
    here.publish('s', slice(1, 2))
    await redis.start()
    await until(() => lost > 0)
    await until(() => {
      here.publish('s', slice(2, 3))
      return heard.includes(3)
    })
    await redis.dispose()
  })

  test('works as soon as Redis is available, where it was not at the start', async () => {
    const redis = await startRedis()
    await redis.kill()
    const { here, there } = await twoEnds(() => redis)()
    const heard: number[] = []
    there.onSlice((_, { to }) => heard.push(to))
    await there.follow('s')
    await redis.start()
    await until(() => {
      here.publish('s', slice(0, 1))
      return heard.includes(1)
    })
    await redis.dispose()
  })

  test('a batch that is too large for a hint is announced without its events', async () => {
    const { here, there } = await twoEnds(() => single)()
    const heard: unknown[] = []
    there.onSlice((_, got) => heard.push(got))
    await there.follow('large')
    here.publish('large', slice(0, 3_000))
    await until(() => heard.length === 1)
    expect(heard).toEqual([{ epoch: 'e', from: 3_000, to: 3_000, events: [] }])
  })
})
