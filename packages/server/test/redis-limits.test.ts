import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startRedis, type TestRedis } from '../../../tests/support/redis.ts'
import { until } from '../src/cluster/bus/bus.contract.ts'
import { InProcessLimits } from '../src/cluster/limits/in-process-limits.ts'
import { RedisLimits } from '../src/cluster/limits/redis-limits.ts'
import { RedisLink } from '../src/cluster/redis/redis-link.ts'
import { systemClock, systemRandom } from '../src/system.ts'

/** Limits of several servers: what the contract of one cannot say. */

/** So slow that no test sees a second one. */
const RATE = { perSecond: 1 / 600, burst: 3 }

let redis: TestRedis
const links: RedisLink[] = []
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(async () => {
  await Promise.all(links.map((link) => link.close()))
  await redis.dispose()
})

/** One after the other is asked. */
function takeInTurn(servers: readonly { readonly limits: RedisLimits }[], times: number, sessionId: string): Promise<number[]> {
  const turns = Array.from({ length: times }, (_, turn) => (servers[turn % servers.length] as { readonly limits: RedisLimits }).limits)
  return Promise.all(turns.map((limits) => limits.tryConsume(sessionId, 'guest', RATE)))
}

async function server() {
  const link = await RedisLink.open(redis.url, systemClock, () => {}, systemRandom.id())
  links.push(link)
  return { limits: new RedisLimits(link, new InProcessLimits(systemClock)), link }
}

test('servers share a limit: together they accept as many as one server', async () => {
  const servers = await Promise.all([server(), server(), server()])
  const waits = await takeInTurn(servers, 30, 'shared')
  expect(waits.filter((wait) => wait === 0)).toHaveLength(RATE.burst)
  // They stand in one line, too.
  const line = { perSecond: 1, burst: 1 }
  const bookings = []
  for (const { limits } of servers) bookings.push(await limits.book('shared', 'join', line, 10_000))
  expect(bookings.map(({ isBooked }) => isBooked)).toEqual([true, true, true])
  expect(bookings[2]?.waitMs).toBeGreaterThan((bookings[1]?.waitMs ?? 0) + 500)
})

test('[SEND-4] after the clock of Redis is set back by eight hours no wait is longer than a refill takes', async () => {
  const { limits } = await server()
  const rate = { perSecond: 10, burst: 3 }
  const commands = new Redis(redis.url)
  const [key = ''] = await consumedKeys(commands, () => limits.tryConsume('stepped', 'guest', rate))
  // The entry of a clock that was eight hours ahead.
  const [seconds = 0] = await commands.time()
  await commands.set(key, String((Number(seconds) + 8 * 60 * 60) * 1000))
  const wait = await limits.tryConsume('stepped', 'guest', rate)
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(100)
  // And that is true: it is let through again.
  await until(async () => (await limits.tryConsume('stepped', 'guest', rate)) === 0)
  commands.disconnect()
})

/** The keys that are new after `act`. */
async function consumedKeys(commands: Redis, act: () => Promise<unknown>): Promise<string[]> {
  const before = new Set(await commands.keys('*'))
  await act()
  return (await commands.keys('*')).filter((key) => !before.has(key))
}

test('while Redis is unavailable each server applies the limit by itself, and nobody waits', async () => {
  const servers = await Promise.all([server(), server()])
  await redis.kill()
  await until(() => servers.every(({ link }) => link.health === 'degraded'))
  for (const { limits } of servers) {
    const waits = await Promise.all(Array.from({ length: 10 }, () => limits.tryConsume('alone', 'guest', RATE)))
    expect(waits.filter((wait) => wait === 0)).toHaveLength(RATE.burst)
  }
  await redis.start()
  await until(() => servers.every(({ link }) => link.health === 'ok'))
  const waits = await takeInTurn(servers, 10, 'again')
  expect(waits.filter((wait) => wait === 0)).toHaveLength(RATE.burst)
})
