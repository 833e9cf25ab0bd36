import { Redis } from 'ioredis'
import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { startRedisCluster } from '../../../tests/support/redis-nodes.ts'
import { startRedis, type TestRedis } from '../../../tests/support/redis.ts'
import { PASS, startTcpProxy } from '../../../tests/support/tcp-proxy.ts'
import { until } from '../src/cluster/bus/bus.contract.ts'
import { sessionKey } from '../src/cluster/redis/keys.ts'
import { RedisLink, type RedisReport } from '../src/cluster/redis/redis-link.ts'
import { systemClock, systemRandom } from '../src/system.ts'
import { VirtualClock } from '@guestwall/protocol/testing'

/** Redis that errs is Redis that is away: one breaker, real work as its probe, and nobody waits. */

const ANYTHING = v.any()
/** Sessions whose keys lie on every master of three. */
const SESSIONS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

let lines: [news: string, words: string][]
beforeEach(() => {
  lines = []
})
const report: RedisReport = (news, words) => lines.push([news, words])

async function open(url: string, clock = systemClock): Promise<RedisLink> {
  const link = await RedisLink.open(url, clock, report, systemRandom.id())
  onTestFinished(() => link.close())
  return link
}

/** Writes and reads for every session. Answers what came back. */
function work(link: RedisLink): Promise<unknown[]> {
  return Promise.all(
    SESSIONS.map((session) => {
      const key = sessionKey(session, 'work')
      return link.ask({ keys: [key], form: v.string() }, (redis) => redis.set(key, session))
    }),
  )
}

/** Works until the link says what it should. */
async function untilHealth(link: RedisLink, health: 'ok' | 'degraded'): Promise<void> {
  await until(async () => {
    await work(link)
    return link.health === health
  })
}

describe('a Redis that answers but does not work', () => {
  let redis: TestRedis
  let operator: Redis
  beforeAll(async () => {
    redis = await startRedis({ settings: ['--enable-protected-configs', 'yes'] })
    operator = new Redis(redis.url)
  })
  afterEach(async () => {
    await operator.config('SET', 'requirepass', '')
  })
  afterAll(async () => {
    operator.disconnect()
    await redis.dispose()
  })

  test.each<[fault: string, breaks: () => Promise<unknown>, mends: () => Promise<unknown>, cause: RegExp]>([
    ['is out of memory', () => operator.config('SET', 'maxmemory', '1'), () => operator.config('SET', 'maxmemory', '0'), /OOM/],
    ['is a replica', () => operator.replicaof('127.0.0.1', 1), () => operator.replicaof('NO', 'ONE'), /READONLY/],
    [
      'lacks replicas',
      () => operator.config('SET', 'min-replicas-to-write', '1'),
      () => operator.config('SET', 'min-replicas-to-write', '0'),
      /NOREPLICAS/,
    ],
    [
      'cannot write its snapshots',
      async () => {
        await operator.config('SET', 'dir', '/proc')
        await operator.bgsave()
        await until(async () => (await operator.info('persistence')).includes('rdb_last_bgsave_status:err'))
        // Last: it would begin snapshots by itself, and refuse the one above while it is at one.
        await operator.config('SET', 'save', '1 1')
      },
      () => operator.config('SET', 'save', ''),
      /MISCONF/,
    ],
    [
      'has taken the right to the keys away',
      () => operator.acl('SETUSER', 'default', 'resetkeys'),
      () => operator.acl('SETUSER', 'default', 'allkeys'),
      /it refuses the user or the password of REDIS_URL \(NOPERM/,
    ],
    [
      'passes no messages on',
      () => operator.acl('SETUSER', 'default', 'resetchannels'),
      () => operator.acl('SETUSER', 'default', 'allchannels'),
      /NOPERM/,
    ],
    ['stands still', () => Promise.resolve(redis.freeze()), () => Promise.resolve(redis.thaw()), /no answer within 200 ms/],
  ])(
    'that %s is unavailable: nobody waits, one line of the log says why, and one says that it is back',
    async (_, breaks, mends, cause) => {
      const link = await open(redis.url)
      expect(await work(link)).toEqual(SESSIONS.map(() => 'OK'))
      // Also when this test fails: the next one has the same Redis.
      onTestFinished(async () => void (await mends()))
      await breaks()
      await untilHealth(link, 'degraded')
      expect(await work(link)).toEqual(SESSIONS.map(() => null))
      await until(() => lines.some(([, words]) => cause.test(words)))
      let returns = 0
      link.onReturn(() => {
        returns += 1
      })
      await mends()
      await untilHealth(link, 'ok')
      expect(await work(link)).toEqual(SESSIONS.map(() => 'OK'))
      // A login that is refused may show only at the next try: that is a line of its own.
      const causes = lines.filter(([news]) => news === 'away').map(([, words]) => words)
      expect(causes.at(-1)).toMatch(cause)
      expect(causes.length).toBeLessThanOrEqual(cause.source.includes('NOPERM') ? 2 : 1)
      expect(lines.at(-1)?.[0]).toBe('back')
      expect(lines).toHaveLength(causes.length + 1)
      expect(returns).toBe(1)
    },
  )

  test('that refuses the password is logged once in words, and is used when it accepts the password', async () => {
    const link = await open(redis.url)
    await operator.config('SET', 'requirepass', 'another')
    await operator.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    await until(() => lines.some(([, words]) => words.includes('NOAUTH')))
    const wrong = await open(redis.url.replace('//', '//:wrong@'))
    expect(wrong.health).toBe('degraded')
    const refusals = lines.filter(([, words]) => words.includes('it refuses the user or the password of REDIS_URL'))
    expect(refusals.map(([, words]) => /NOAUTH|WRONGPASS/.exec(words)?.[0])).toEqual(['NOAUTH', 'WRONGPASS'])
    await operator.config('SET', 'requirepass', '')
    await untilHealth(link, 'ok')
  })

  test('that is slow counts as unavailable', async () => {
    const proxy = await startTcpProxy(redis)
    onTestFinished(() => proxy.close())
    const link = await open(`redis://127.0.0.1:${proxy.port}`)
    proxy.setBoth({ kind: 'delay', ms: 150 })
    await untilHealth(link, 'degraded')
    proxy.setBoth(PASS)
    await untilHealth(link, 'ok')
    expect(lines[0]?.[1]).toContain('no answer within 200 ms')
  })

  test('a request times out after 200 ms, and all others with it: the next ones are not sent', async () => {
    const clock = new VirtualClock()
    const link = await open(redis.url, clock)
    redis.freeze()
    const [first, second] = [work(link), work(link)]
    clock.advance(199)
    expect(link.health).toBe('ok')
    clock.advance(1)
    // One turn of the event loop in which an answer that lies unread is read.
    clock.advance(0)
    expect(await Promise.all([first, second])).toEqual([SESSIONS.map(() => null), SESSIONS.map(() => null)])
    expect(link.health).toBe('degraded')
    // The clock stands still: were it asked, this would never end.
    expect(await work(link)).toEqual(SESSIONS.map(() => null))
    redis.thaw()
  })

  test('an emptied Redis is noticed although it was always reachable', async () => {
    const link = await open(redis.url)
    let returns = 0
    link.onReturn(() => {
      returns += 1
    })
    await operator.flushall()
    await until(() => returns === 1)
    expect(lines).toEqual([['emptied', expect.any(String)]])
    expect(link.health).toBe('ok')
  })

  test('an unreadable value under a key is counted and dropped, and Redis stays available', async () => {
    const link = await open(redis.url)
    const key = sessionKey('a', 'number')
    await operator.lpush(key, 'a list')
    const ask = () => link.ask({ keys: [key], form: v.nullable(v.literal('1')) }, (redis) => redis.get(key))
    expect(await ask()).toBeNull()
    await until(async () => (await operator.exists(key)) === 0)
    await operator.set(key, 'no number')
    expect(await ask()).toBeNull()
    await until(async () => (await operator.exists(key)) === 0)
    await operator.set(key, '1')
    expect(await ask()).toBe('1')
    expect(link.malformed).toBe(2)
    expect(link.health).toBe('ok')
  })
})

test('a Redis that loads its data counts as unavailable until it has loaded', async () => {
  const redis = await startRedis({
    settings: ['--enable-debug-command', 'yes', '--loading-process-events-interval-bytes', '1024', '--key-load-delay', '2000'],
  })
  onTestFinished(() => redis.dispose())
  const operator = new Redis(redis.url)
  await operator.call('DEBUG', 'POPULATE', '1000', 'key', '100')
  await operator.save()
  operator.disconnect()
  const link = await open(redis.url)
  await redis.kill()
  await untilHealth(link, 'degraded')
  await redis.start()
  await untilHealth(link, 'ok')
  expect(lines.map(([news]) => news)).toEqual(['away', 'back'])
})

test('a Redis Cluster without one of its masters is unavailable as a whole, and available again as a whole', {
  timeout: 300_000,
}, async () => {
  const cluster = await startRedisCluster()
  onTestFinished(() => cluster.dispose())
  const link = await open(cluster.url)
  expect(await work(link)).toEqual(SESSIONS.map(() => 'OK'))
  await cluster.kill(2)
  await untilHealth(link, 'degraded')
  expect(await work(link)).toEqual(SESSIONS.map(() => null))
  await cluster.start(2)
  await untilHealth(link, 'ok')
  expect(await work(link)).toEqual(SESSIONS.map(() => 'OK'))
  expect(lines.map(([news]) => news)).toEqual(['away', 'back'])
})

test('a Redis Cluster that is unavailable at the start is recognised when it becomes available', { timeout: 300_000 }, async () => {
  const cluster = await startRedisCluster()
  onTestFinished(() => cluster.dispose())
  await Promise.all([0, 1, 2].map((index) => cluster.kill(index)))
  const link = await open(cluster.url)
  expect(link.health).toBe('degraded')
  await Promise.all([0, 1, 2].map((index) => cluster.start(index)))
  await untilHealth(link, 'ok')
  expect(await work(link)).toEqual(SESSIONS.map(() => 'OK'))
  const heard: string[] = []
  link.onMessage((channel) => heard.push(channel))
  const channels = SESSIONS.map((session) => sessionKey(session, 'news'))
  for (const channel of channels) await link.subscribe(channel)
  for (const channel of channels) await link.ask({ keys: [], form: ANYTHING }, (redis) => redis.spublish(channel, 'x'))
  await until(() => heard.length === channels.length)
  expect(heard.sort()).toEqual(channels)
})
