import { beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../domain/actor.ts'
import { newGuestId } from '../log/decide/guest-id.ts'
import { InProcessLimits } from '../cluster/limits/in-process-limits.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import { PostLimits, type PostRates } from './post-limits.ts'

/** As a server has them by default. */
const RATES: PostRates = {
  guest: { perSecond: 0.5, burst: 5 },
  session: { perSecond: 100, burst: 100 },
  newcomers: { perSecond: 10, burst: 10 },
  newcomerMs: 30_000,
  ballotAfterMs: 3_000,
}

let clock: VirtualClock
let limits: PostLimits
let made: number

beforeEach(() => {
  clock = new VirtualClock()
  made = 0
  limits = postLimits(RATES)
})

function postLimits(rates: PostRates): PostLimits {
  let seed = 1
  const next = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
  return new PostLimits({ limits: new InProcessLimits(clock), rates, clock, random: { next, id: () => '', code: () => '' } })
}

function joined(): Actor {
  return { sessionId: 's', id: newGuestId(clock.wallTime(), `random-${(made += 1)}`), name: '小明', role: 'guest' }
}
function joinedAgo(ms: number): Actor {
  return { ...joined(), id: newGuestId(clock.wallTime() - ms, `random-${(made += 1)}`) }
}
const post = (actor: Actor) => limits.tryConsumePost(actor, 0)

describe('a newcomer', () => {
  test('may post one message at a time in the first minute, then five in a row', async () => {
    const guest = joined()
    expect(await post(guest)).toBeNull()
    expect(await post(guest)).toMatchObject({ code: 'rate_limited', retryable: true, retryAfterMs: 2_000 })
    clock.advance(59_000)
    expect([await post(guest), (await post(guest))?.code]).toEqual([null, 'rate_limited'])
    clock.advance(60_000)
    for (let index = 0; index < 5; index += 1) expect(await post(guest)).toBeNull()
    expect(await post(guest)).toMatchObject({ code: 'rate_limited' })
  })

  test('may vote three seconds after joining, and a refusal says when', async () => {
    const guest = joined()
    clock.advance(1_200)
    expect(await limits.tryConsumeBallot(guest)).toMatchObject({ code: 'joined_just_now', retryable: true, retryAfterMs: 1_800 })
    clock.advance(1_799)
    expect(await limits.tryConsumeBallot(guest)).toMatchObject({ retryAfterMs: 1 })
    clock.advance(1)
    expect(await limits.tryConsumeBallot(guest)).toBeNull()
  })

  test('is not delayed by a clock that was set back or is ahead', async () => {
    const guests = Array.from({ length: 50 }, joined)
    for (const backMs of [90_000, 6 * 60_000, 8 * 60 * 60_000]) {
      clock.stepWallTime(-backMs)
      expect(await Promise.all(guests.map((guest) => limits.tryConsumeBallot(guest)))).toEqual(guests.map(() => null))
      expect(await Promise.all(guests.map(post))).toEqual(guests.map(() => null))
      clock.stepWallTime(backMs)
      clock.advance(60_000)
    }
  })
})

describe('newcomers together', () => {
  test('share a small rate: all together post ten messages a second, and no older guest is refused because of them', async () => {
    const hall = Array.from({ length: 100 }, () => joinedAgo(5 * 60_000))
    const accepted = { flood: 0, hall: 0 }
    for (let tick = 0; tick < 600; tick += 1) {
      clock.advance(100)
      for (let index = 0; index < 30; index += 1) if ((await post(joined())) === null) accepted.flood += 1
      for (let index = 0; index < 4; index += 1) {
        const guest = hall[(tick * 4 + index) % hall.length] as Actor
        expect(await post(guest)).toBeNull()
        accepted.hall += 1
      }
    }
    expect(accepted.hall).toBe(2_400)
    expect(accepted.flood).toBeLessThanOrEqual(10 * 60 + 10)
  })

  test('become older guests, and leave a part of the session’s burst to those who joined earlier', async () => {
    const hall = Array.from({ length: 200 }, () => joinedAgo(10 * 60_000))
    const flood: Actor[] = []
    for (let tick = 0; tick < 900; tick += 1) {
      clock.advance(100)
      flood.push(...Array.from({ length: 30 }, joined))
      // Each of the flood posts when it is no newcomer any more, as soon as it may.
      const aged = flood.length - 300 * 31
      for (let index = aged - 60; index < aged; index += 1) if (index >= 0) await post(flood[index] as Actor)
      for (let index = 0; index < 9; index += 1) expect(await post(hall[(tick * 9 + index) % hall.length] as Actor)).toBeNull()
    }
  })

  test('2,000 guests who join together post their first messages within about a minute, each after a few tries', async () => {
    const waiting = Array.from({ length: 2_000 }, () => ({ guest: joined(), dueMs: 0, tries: 0 }))
    const startMs = clock.now()
    const tries: number[] = []
    while (waiting.length > 0) {
      for (const entry of waiting.splice(0).sort((left, right) => left.dueMs - right.dueMs)) {
        if (entry.dueMs > clock.now()) {
          waiting.push(entry)
          continue
        }
        const refusal = await post(entry.guest)
        entry.tries += 1
        expect(refusal?.retryable ?? true).toBe(true)
        // As the client: it asks again when it was told to.
        if (refusal === null) tries.push(entry.tries)
        else waiting.push({ ...entry, dueMs: clock.now() + (refusal.retryAfterMs ?? 0) })
      }
      clock.advance(50)
    }
    expect(clock.now() - startMs).toBeLessThan(75_000)
    expect(tries.reduce((sum, count) => sum + count, 0) / tries.length).toBeLessThan(12)
  })
})

test('a refusal because the session is busy uses up nothing of the guest’s own limit', async () => {
  limits = postLimits({ ...RATES, session: { perSecond: 1, burst: 1 } })
  const [first, second] = [joinedAgo(3_600_000), joinedAgo(3_600_000)]
  expect(await post(first)).toBeNull()
  for (let index = 0; index < 20; index += 1) {
    const refusal = await post(second)
    expect(refusal).toMatchObject({ code: 'session_busy', retryable: true })
    expect(refusal?.retryAfterMs).toBeGreaterThanOrEqual(1_000)
    expect(refusal?.retryAfterMs).toBeLessThanOrEqual(20_000)
  }
  for (let index = 0; index < 5; index += 1) {
    clock.advance(1_000)
    expect(await post(second)).toBeNull()
  }
})

test('without a limit for newcomers they are as all other guests', async () => {
  limits = postLimits({ ...RATES, newcomerMs: 0, ballotAfterMs: 0 })
  const guest = joined()
  for (let index = 0; index < 5; index += 1) expect([await post(guest), await limits.tryConsumeBallot(guest)]).toEqual([null, null])
  for (let index = 0; index < 95; index += 1) expect(await post(joined())).toBeNull()
  expect(await post(joined())).toMatchObject({ code: 'session_busy', retryAfterMs: 10 })
})
