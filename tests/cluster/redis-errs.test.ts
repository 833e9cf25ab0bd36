import { performance } from 'node:perf_hooks'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { post } from '../support/http-calls.ts'
import { startRedisCluster, type TestRedisCluster } from '../support/redis-nodes.ts'
import { PASS } from '../support/tcp-proxy.ts'
import { testDatabase } from '../support/test-database.ts'
import { expectOneLog, join, lagOf, pause, Reader, say, ThreeServers, until, Writers } from './cluster.test-kit.ts'

/** A Redis that answers but does not work counts as away: nothing waits for it, and walls go on. */

/** Steps before the fault. */
const HEALTHY_STEPS = 12
/** Steps that must come to an end before the fault does. */
const DURING_STEPS = 9
/** Longer than two head checks. */
const FAULT_MS = 1_200
const GUEST_PAUSE_MS = 40

/** Guests who join and write one message each, one after the other, at every server; how long each step took. */
class Guests {
  readonly joins: number[] = []
  readonly acknowledgements: number[] = []
  readonly #servers: ThreeServers
  readonly #sessionIds: readonly string[]
  #isOver = false
  #running: Promise<unknown> = Promise.resolve()

  constructor(servers: ThreeServers, sessionIds: readonly string[]) {
    this.#servers = servers
    this.#sessionIds = sessionIds
  }

  start(): void {
    this.#running = Promise.all(this.#servers.urls.map((url, index) => this.#come(url, index)))
  }

  async stop(): Promise<void> {
    this.#isOver = true
    await this.#running
  }

  async #come(url: string, server: number): Promise<void> {
    for (let guest = 0; !this.#isOver; guest += 1) {
      const session = this.#sessionIds[guest % this.#sessionIds.length] as string
      const name = `Guest ${server} ${guest}`
      const token = await timed(this.joins, () => join(url, session, name))
      const message = { session, key: `late-${server}-${guest}`, content: name, guestName: name }
      await timed(this.acknowledgements, () => post(`${url}/api/realtime/messages`, message, token))
      await pause(GUEST_PAUSE_MS)
    }
  }
}

async function timed<Result>(into: number[], work: () => Promise<Result>): Promise<Result> {
  const start = performance.now()
  const result = await work()
  into.push(performance.now() - start)
  return result
}

function median(times: readonly number[]): number {
  return times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)] ?? 0
}

/** `healthy`: how many of the times are from before the fault. */
function sayTimes(what: string, times: readonly number[], healthy: number): void {
  const [before, since] = [times.slice(0, healthy), times.slice(healthy)]
  const longest = Math.round(Math.max(...since))
  say(
    `${what}: ${Math.round(median(before))} ms before, ${Math.round(median(since))} ms since (${since.length}, the longest ${longest} ms)`,
  )
}

/** Guests come while a fault lasts, and after; the wall of one more session is the log at every server. */
async function live(
  servers: ThreeServers,
  name: string,
  fault: { begin: () => Promise<unknown>; isSeen: () => Promise<unknown>; end: () => Promise<unknown> },
) {
  const sessions = await Promise.all(Array.from({ length: 6 }, () => servers.createSession()))
  const { session } = await servers.createSession()
  const readers = await Promise.all([0, 1, 2].map((index) => Reader.open(servers.url(index), session.id, `Reader ${index}`)))
  const writers = new Writers(() => [servers.url(0)], session.id)
  await writers.start(2, 40)
  await writers.acknowledge(10)
  const guests = new Guests(
    servers,
    sessions.map(({ session: { id } }) => id),
  )
  guests.start()
  await until(() => guests.acknowledgements.length >= HEALTHY_STEPS)
  const [joins, acknowledgements] = [guests.joins.length, guests.acknowledgements.length]
  const from = writers.acknowledged.size
  await fault.begin()
  const ends = pause(FAULT_MS)
  await fault.isSeen()
  // While the fault lasts guests come and are acknowledged, and every server has what is written.
  const [joined, acknowledged, head] = [guests.joins.length, guests.acknowledgements.length, writers.acknowledged.size + 10]
  await until(() => guests.joins.length >= joined + DURING_STEPS && guests.acknowledgements.length >= acknowledged + DURING_STEPS)
  await until(() => readers.every((reader) => reader.head >= head))
  await ends
  await fault.end()
  await writers.acknowledge(20)
  await guests.stop()
  await expectOneLog(servers, session.id, writers, readers)
  for (const { client } of readers) client.close()
  sayTimes(`${name}: joins`, guests.joins, joins)
  sayTimes(`${name}: acknowledgements`, guests.acknowledgements, acknowledgements)
  const { mostMs, worstMs } = lagOf(readers, from)
  say(`${name}: the last reader was ${mostMs} ms behind the first in nine of ten events, ${worstMs} ms at worst`)
}

/** Guests by the hundred come from one address. */
const environment = () => ({ JOINS_PER_SECOND: '10000', CONNECTS_PER_SECOND: '10000' })

describe('a Redis Cluster of three', () => {
  let cluster: TestRedisCluster
  let servers: ThreeServers
  beforeAll(async () => {
    cluster = await startRedisCluster()
    servers = await ThreeServers.start(await testDatabase(), { environment: () => ({ ...environment(), REDIS_URL: cluster.url }) })
  })
  afterAll(async () => {
    await servers.stop()
    await cluster.dispose()
  })

  test('[LOG-3] one master is killed under load and comes back: joins, acknowledgements and walls go on, every server says "degraded", being ready', {
    timeout: 300_000,
  }, async () => {
    await servers.untilRedisIs('ok')
    await live(servers, 'a master of three dead', {
      begin: () => cluster.kill(1),
      isSeen: () => servers.untilRedisIs('degraded'),
      async end() {
        await cluster.start(1)
        await servers.untilRedisIs('ok')
      },
    })
  })
})

describe('one Redis', () => {
  let servers: ThreeServers
  let operator: Redis
  beforeAll(async () => {
    servers = await ThreeServers.start(await testDatabase(), { environment })
    operator = new Redis(servers.redis.url)
    operator.on('error', () => {})
  })
  afterAll(async () => {
    operator.disconnect()
    await servers.stop()
  })
  const setSlow = (ms: number) => {
    for (const { toRedis } of servers.members) toRedis.setBoth(ms === 0 ? PASS : { kind: 'delay', ms: ms / 2 })
    return Promise.resolve()
  }

  test.each<[what: string, begin: () => Promise<unknown>, end: () => Promise<unknown>]>([
    ['out of memory', () => operator.config('SET', 'maxmemory', '1'), () => operator.config('SET', 'maxmemory', '0')],
    ['300 ms slow', () => setSlow(300), () => setSlow(0)],
    [
      'with another password',
      async () => {
        await operator.config('SET', 'requirepass', 'another')
        await operator.auth('another')
        await operator.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
      },
      () => operator.config('SET', 'requirepass', ''),
    ],
  ])(
    '[LOG-3] %s under load: joins, acknowledgements and walls go on, every server says "degraded", being ready, and recovers',
    {
      timeout: 300_000,
    },
    async (what, begin, end) => {
      await servers.untilRedisIs('ok')
      await live(servers, `Redis ${what}`, {
        begin,
        isSeen: () => servers.untilRedisIs('degraded'),
        async end() {
          await end()
          await servers.untilRedisIs('ok')
        },
      })
    },
  )

  test('[LOG-3] [ONLINE-1] when it is emptied under load walls go on, nobody has to wait, and the online list is written again', {
    timeout: 300_000,
  }, async () => {
    await servers.untilRedisIs('ok')
    const { session } = await servers.createSession()
    const readers = await Promise.all([0, 1, 2].map((index) => Reader.open(servers.url(index), session.id, `Reader ${index}`)))
    const counts = () => readers.map(({ client }) => client.frames.findLast((frame) => frame.type === 'online')?.count)
    await until(() => counts().every((count) => count === 3))
    const before = readers.map(({ client }) => client.frames.length)
    await live(servers, 'Redis emptied', {
      begin: () => operator.flushall(),
      isSeen: () => until(async () => (await operator.keys(`guestwall:{${session.id}}:here`)).length === 1, 50),
      end: () => Promise.resolve(),
    })
    await servers.untilRedisIs('ok')
    await until(() => counts().every((count) => count === 3))
    // A server that a busy machine held up may be told of late; that nobody is here is never said.
    const since = readers.flatMap(({ client }, index) => client.frames.slice(before[index]))
    expect(since.flatMap((frame) => (frame.type === 'online' ? frame.count : []))).not.toContain(0)
    for (const { client } of readers) client.close()
  })
})
