import type { Session } from '@guestwall/protocol'
import fc from 'fast-check'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startRedis, type TestRedis } from '../../../tests/support/redis.ts'
import { slice, until } from '../src/cluster/bus/bus.contract.ts'
import { parseHint } from '../src/cluster/bus/hint.ts'
import { RedisBus } from '../src/cluster/bus/redis-bus.ts'
import type { KeyedCommand } from '../src/log/decide/command.ts'
import { InProcessLimits } from '../src/cluster/limits/in-process-limits.ts'
import { RedisLimits } from '../src/cluster/limits/redis-limits.ts'
import { LiveSessions } from '../src/feed/live-sessions.ts'
import { RedisPresence } from '../src/cluster/presence/redis-presence.ts'
import { RedisLink } from '../src/cluster/redis/redis-link.ts'
import { appendAll, createSession } from '../src/log/store.test-kit.ts'
import { systemClock, systemRandom } from '../src/system.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import { MemoryStore } from '../src/testing/memory-store.ts'

/** Foreign data in Redis neither ends nor confuses a server. */

const SERVER = 'this-server'
/** Fixed, so that a failure is the same one tomorrow. */
const SEEDED = { seed: 20_261_125, numRuns: 150 }
const RATE = { perSecond: 1, burst: 3 }
/** A full bucket's refill. */
const LONGEST_WAIT_MS = 3_000

let redis: TestRedis
let stranger: Redis
let link: RedisLink
beforeAll(async () => {
  redis = await startRedis()
  stranger = new Redis(redis.url)
  link = await RedisLink.open(redis.url, systemClock, () => {}, systemRandom.id())
})
afterAll(async () => {
  await link.close()
  stranger.disconnect()
  await redis.dispose()
})

const say = ({ id }: Session, key: string): KeyedCommand => ({
  kind: 'sendMessage',
  actor: { sessionId: id, id: 'guest', name: 'guest', role: 'guest' },
  key,
  bodyHash: key,
  content: key,
  guestName: 'guest',
})

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array))
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-1, 0, 1, 2, 3, 2 ** 53, 1e300))
const word = fc.oneof(fc.string(), fc.constantFrom('e', '__proto__', 'message.created', 'vote.tally', 'session.ended', 'constructor'))
const anyJson = fc.oneof(fc.jsonValue(), fc.constantFrom('x', [], {}, [null], [{}], [[[[]]]]))
/** Almost a hint: each part right, or anything. */
const nearlyHint = fc.record(
  {
    server: fc.oneof(fc.constant('another'), word),
    epoch: fc.oneof(fc.constant('e'), word),
    from: fc.oneof(fc.constant(0), number),
    to: fc.oneof(fc.constant(1), number),
    events: fc.oneof(
      anyJson,
      fc.array(
        fc.record(
          {
            event: fc.oneof(anyJson, fc.record({ id: number, type: word, at: word, data: anyJson }, { requiredKeys: [] })),
            audience: fc.oneof(fc.constantFrom('everyone', 'hosts', 'voters'), word),
            voters: anyJson,
          },
          { requiredKeys: [] },
        ),
        { maxLength: 3 },
      ),
    ),
  },
  { requiredKeys: [] },
)
const message = fc.oneof(
  bytes,
  fc.string().map((text) => Buffer.from(text)),
  nearlyHint.map((hint) => Buffer.from(JSON.stringify(hint))),
)

test('[LOG-3] after any bytes on a session’s channel its walls equal the log, and valid hints still arrive', async () => {
  const store = new MemoryStore()
  const session = await createSession(store)
  const bus = new RedisBus(link, SERVER, systemClock)
  const live = new LiveSessions({ store, bus, clock: new VirtualClock(), onUnpublished: () => {}, onLostCommits: () => {} })
  const held = await live.hold(session.id)
  const channel = `guestwall:{${session.id}}:news`
  await fc.assert(
    fc.asyncProperty(message, async (said) => {
      // Most of it is about this very log.
      await stranger.spublish(
        channel,
        Buffer.from(said.toString('latin1').replace('"epoch":"e"', `"epoch":"epoch-${session.id}"`), 'latin1'),
      )
    }),
    SEEDED,
  )
  const committed = await appendAll(store, [say(session, 'key-of-a-wish'), say(session, 'key-of-another')])
  new RedisBus(link, 'another', systemClock).publish(session.id, committed.slice)
  await until(() => held?.session.head === 2)
  const stored = await store.readWalls(session.id)
  expect(held?.session.wall({ role: 'host', voted: [] })).toEqual(stored?.walls.host)
  expect(link.malformed).toBeGreaterThan(SEEDED.numRuns / 2)
})

test('only a hint whose events are exactly those between its positions is accepted', () => {
  const { epoch, events } = slice(2, 4)
  const hint = (changes: object) => JSON.stringify({ server: 'another', epoch, from: 2, to: 4, events, ...changes })
  expect(parseHint(hint({}))).toEqual({ server: 'another', epoch, from: 2, to: 4, events })
  expect(parseHint(hint({ events: undefined }))).toEqual({ server: 'another', epoch, from: 2, to: 4 })
  const wrong = [
    { events: 'x' },
    { events: [] },
    { from: 1 },
    { to: 3 },
    { from: 4, to: 2 },
    { events: events.toReversed() },
    { to: 1e300 },
    { epoch: '' },
  ]
  expect(wrong.map((changes) => parseHint(hint(changes)))).toEqual(wrong.map(() => null))
  expect(parseHint(`${' '.repeat(1_000_000)}${hint({})}`)).toBeNull()
})

type Write = (key: string) => Promise<unknown>
const value: fc.Arbitrary<Write> = fc.oneof(
  fc
    .oneof(
      bytes,
      fc.constantFrom('nan', 'inf', '-1', '1e300', '99999999999999', '').map((text) => Buffer.from(text)),
    )
    .map(
      (text): Write =>
        (key) =>
          stranger.set(key, text),
    ),
  bytes.map(
    (text): Write =>
      (key) =>
        stranger.lpush(key, text),
  ),
  bytes.map(
    (text): Write =>
      (key) =>
        stranger.sadd(key, text),
  ),
  fc.tuple(bytes, bytes).map(
    ([field, text]): Write =>
      (key) =>
        stranger.hset(key, field, text),
  ),
  fc.tuple(fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(-1e300, 1e300, 0.5, Number.POSITIVE_INFINITY)), bytes).map(
    ([score, member]): Write =>
      (key) =>
        stranger.zadd(key, Number.isFinite(score) ? String(score) : '+inf', member),
  ),
)

test('[ONLINE-1] with any value under any key, every answer is a possible one, and the next answers are exact', async () => {
  const clock = new VirtualClock()
  const presence = new RedisPresence(link, SERVER, clock)
  const stop = presence.start()
  const limits = new RedisLimits(link, new InProcessLimits(systemClock))
  const bus = new RedisBus(link, SERVER, systemClock)
  const s = 'fuzzed'
  const guests = ['g1', 'g2', 'g3'].map((id) => ({ id, name: id }))
  for (const guest of guests) presence.enter(s, guest)
  const suffixes = ['here', 'here:names', 'here:refs', 'here:servers', `here:at:${SERVER}`, 'heads', 'limit:guest']
  /** Renewals and counts, each with its answers from Redis. */
  const settle = async () => {
    for (let turn = 0; turn < 16; turn += 1) {
      clock.advance(750)
      await presence.page(s, null, 10)
    }
  }
  await settle()
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...suffixes), value), { minLength: 1, maxLength: 4 }), async (writes) => {
      for (const [suffix, write] of writes) {
        const key = `guestwall:{${s}}:${suffix}`
        await stranger.del(key)
        await write(key)
      }
      const page = await presence.page(s, null, 10)
      expect(page.guests.length).toBeLessThanOrEqual(10)
      const { waitMs } = await limits.book(s, 'guest', RATE, 0)
      expect(waitMs).toBeGreaterThanOrEqual(0)
      expect(waitMs).toBeLessThanOrEqual(LONGEST_WAIT_MS)
      const head = await bus.knownHead(s, 'e')
      expect(head === null || Number.isSafeInteger(head)).toBe(true)
      expect(await presence.count(s)).toBeGreaterThanOrEqual(guests.length)
    }),
    { ...SEEDED, numRuns: 60 },
  )
  await settle()
  const { guests: here } = await presence.page(s, null, 100)
  expect(here.map(({ id }) => id)).toEqual(expect.arrayContaining(guests.map(({ id }) => id)))
  expect(link.health).toBe('ok')
  stop()
})
