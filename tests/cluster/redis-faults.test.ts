import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { FAIR_WEATHER, type RedisProxy, startRedisProxy } from '../support/redis-proxy.ts'
import { PASS, type TcpProxy } from '../support/tcp-proxy.ts'
import { testDatabase } from '../support/test-database.ts'
import { expectOneLog, join, type Lag, lagOf, pause, Reader, say, ThreeServers, until, Writers } from './cluster.test-kit.ts'
import { post } from '../support/http-calls.ts'

/** Longer than two head checks. */
const FAULT_MS = 1_200
/** Redis cuts off a subscriber that has so much unread: its own limit is 32 MB, and several more lie in the sockets of the way. */
const SUBSCRIBER_LIMIT_BYTES = 4_000_000
const OVERRUN_BYTES = 50_000_000
const HINT_BYTES = 60_000

let servers: ThreeServers
const proxies: RedisProxy[] = []
beforeAll(async () => {
  servers = await ThreeServers.start(await testDatabase(), {
    async redisPort(redis, index) {
      proxies[index] = await startRedisProxy(redis)
      return Number(new URL(proxies[index].url).port)
    },
  })
})
afterEach(() => {
  for (const proxy of proxies) proxy.setWeather(FAIR_WEATHER)
})
afterAll(async () => {
  await servers.stop()
  await Promise.all(proxies.map((proxy) => proxy.close()))
})

/** A session that guests of one server alone write in: nothing but hints and head checks tells the other two. */
async function wallOf(writing: number) {
  const { session } = await servers.createSession()
  const readers = await Promise.all([0, 1, 2].map((index) => Reader.open(servers.url(index), session.id, `Reader ${index}`)))
  const writers = new Writers(() => [servers.url(writing)], session.id)
  await writers.start(2, 40)
  await writers.acknowledge(10)
  return { sessionId: session.id, readers, writers, from: writers.acknowledged.size }
}

type Wall = Awaited<ReturnType<typeof wallOf>>

/** Each wall is the log everywhere. Answers how far behind its last reader was. */
async function settledLag({ sessionId, readers, writers, from }: Wall): Promise<Lag> {
  await expectOneLog(servers, sessionId, writers, readers)
  for (const { client } of readers) client.close()
  return lagOf(readers, from)
}

/** Messages that are written from now on are at the readers of every server before the fault ends, without its hints. */
async function followed({ writers, readers }: Wall): Promise<void> {
  await writers.acknowledge(30)
  const head = writers.acknowledged.size
  await until(() => readers.every((reader) => reader.head >= head))
}

function sayLag(what: string, { mostMs, worstMs }: Lag): void {
  say(`${what}: the last reader was ${mostMs} ms behind the first in nine of ten events, ${worstMs} ms at worst`)
}

test('[LOG-3] Redis killed under load and started again: posts go on, every wall follows while it is away, nothing is lost or doubled', {
  timeout: 300_000,
}, async () => {
  const wall = await wallOf(0)
  await servers.redis.kill()
  await servers.untilRedisIs('degraded')
  const ends = pause(FAULT_MS)
  await followed(wall)
  await ends
  await servers.redis.start()
  await servers.untilRedisIs('ok')
  await wall.writers.acknowledge(30)
  sayLag('Redis away', await settledLag(wall))
})

describe.each([
  ['both ways', (link: TcpProxy) => link.setBoth({ kind: 'blackhole' })],
  ['towards Redis alone', (link: TcpProxy) => link.setUp({ kind: 'blackhole' })],
  ['from Redis alone', (link: TcpProxy) => link.setDown({ kind: 'blackhole' })],
] as const)('one server cut from Redis %s', (way, cut) => {
  test('[LOG-3] its walls and the others’ go on while it is cut off, and it says "degraded", being ready', {
    timeout: 300_000,
  }, async () => {
    const walls = await Promise.all([wallOf(0), wallOf(1)])
    const { toRedis } = servers.member(1)
    cut(toRedis)
    const ends = pause(FAULT_MS)
    await servers.untilRedisIs('degraded', [1])
    await servers.untilRedisIs('ok', [0, 2])
    await Promise.all(walls.map(followed))
    await ends
    toRedis.setBoth(PASS)
    await servers.untilRedisIs('ok')
    await Promise.all(walls.map(({ writers }) => writers.acknowledge(20)))
    const [inwards, outwards] = (await Promise.all(walls.map(settledLag))) as [Lag, Lag]
    sayLag(`cut ${way}, news to the cut server`, inwards)
    sayLag(`cut ${way}, news of the cut server`, outwards)
  })
})

test('[LOG-3] connections to Redis that stay open and carry nothing are replaced', { timeout: 300_000 }, async () => {
  const wall = await wallOf(0)
  proxies[1]?.forgetOpen()
  await servers.untilRedisIs('degraded', [1])
  await servers.untilRedisIs('ok')
  await wall.writers.acknowledge(20)
  await settledLag(wall)
})

test('[LOG-3] [SYNC-2] of the hints 30 in 100 dropped, 30 doubled, 30 out of order: every reader has the log, exactly', {
  timeout: 300_000,
}, async () => {
  const wall = await wallOf(0)
  for (const proxy of proxies) proxy.setWeather({ drop: 0.3, double: 0.3, reorder: 0.3 })
  await wall.writers.acknowledge(200)
  // A busy server commits many messages at once, and tells of them in one hint: each fate is waited for.
  const rarest = () => Math.min(...proxies.slice(1).flatMap(({ fates }) => Object.values(fates)))
  await until(() => rarest() > 5)
  const lag = await settledLag(wall)
  sayLag('hints dropped, doubled and out of order', lag)
})

test('[SYNC-2] a server that reads too slowly is disconnected by Redis, connects again, and reads what it missed', {
  timeout: 300_000,
}, async () => {
  const { session } = await servers.createSession()
  const readers = await Promise.all([0, 1, 2].map((index) => Reader.open(servers.url(index), session.id, `Reader ${index}`)))
  const [here, , there] = readers as [Reader, Reader, Reader]
  const token = await join(servers.url(0), session.id, 'Writer')
  const write = (key: string) =>
    post(`${servers.url(0)}/api/realtime/messages`, { session: session.id, key, content: key, guestName: 'Writer' }, token)
  await write('before-the-stop')
  await until(() => there.head === 1)
  // Each server has a reader of this session, and so listens to it until the end.
  const channel = `guestwall:{${session.id}}:news`
  await until(async () => (await listeners(servers.redis.port, channel)) === readers.length, 50)
  await talk(servers.redis.port, [['CONFIG', 'SET', 'client-output-buffer-limit', `pubsub ${SUBSCRIBER_LIMIT_BYTES} 0 0`]])
  const { pid } = servers.member(2).process
  process.kill(pid, 'SIGSTOP')
  try {
    const epoch = (await here.client.frame('welcome')).epoch
    // Well-formed hints of what everybody knows, as a very busy wall would send them.
    const hint = JSON.stringify({ server: 'busy', epoch, from: 0, to: 1, pad: 'x'.repeat(HINT_BYTES) })
    const flood = Array.from({ length: Math.ceil(OVERRUN_BYTES / hint.length) }, () => ['SPUBLISH', channel, hint])
    await talk(servers.redis.port, flood)
    await until(async () => (await listeners(servers.redis.port, channel)) === readers.length - 1, 50)
    for (let index = 0; index < 5; index += 1) await write(`while-it-stood-${index}`)
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  await until(() => there.head === 6)
  await servers.untilRedisIs('ok')
  await write('after-the-stop')
  await until(() => readers.every(({ head }) => head === 7))
  expect(there.events).toEqual(here.events)
})

/** The number of connections that listen to the channel. */
async function listeners(port: number, channel: string): Promise<number> {
  const [answer = ''] = await talk(port, [['PUBSUB', 'SHARDNUMSUB', channel]])
  return Number(/:(\d+)/.exec(answer.slice(answer.indexOf(channel) + channel.length))?.[1])
}

/** Sends commands to Redis and answers what it says, once it has answered all. */
function talk(port: number, commands: readonly (readonly string[])[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let said = ''
    socket.once('error', reject)
    socket.on('data', (bytes) => {
      said += bytes.toString()
      if (!said.includes('+PONG\r\n')) return
      socket.destroy()
      resolve([said])
    })
    for (const command of [...commands, ['PING']])
      socket.write(`*${command.length}\r\n${command.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`)
  })
}
