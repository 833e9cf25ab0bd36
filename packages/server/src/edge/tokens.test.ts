import { describe, expect, it } from 'vitest'
import { VirtualClock } from '@guestwall/protocol/testing'
import { Tokens } from './tokens.ts'

const SECRET = 'a-secret-of-thirty-two-bytes-or-more'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const GUEST_DAYS = 30
const YEAR_DAYS = 365
/** More than the servers' clocks are let be apart. */
const SURELY_MS = HOUR_MS

const actorOf = (role: 'guest' | 'host' | 'wall') => ({ sessionId: 's1', id: `${role}-1`, name: '小明', role }) as const

function tokensAt(clock: VirtualClock): Tokens {
  return new Tokens(SECRET, GUEST_DAYS, clock)
}

describe('a credential', () => {
  it.each([
    ['guest', GUEST_DAYS],
    ['host', YEAR_DAYS],
    ['wall', YEAR_DAYS],
  ] as const)('of a %s is good for %i days', async (role, days) => {
    const clock = new VirtualClock()
    const tokens = tokensAt(clock)
    const token = await tokens.issue(actorOf(role))
    clock.stepWallTime(days * DAY_MS - 1_000)
    expect(await tokens.verify(token)).toMatchObject(actorOf(role))
    clock.stepWallTime(SURELY_MS)
    expect(await tokens.verify(token)).toBeNull()
  })

  it.each(['guest', 'host', 'wall'] as const)('of a %s that is renewed again and again ends a year after the first', async (role) => {
    const clock = new VirtualClock()
    const tokens = tokensAt(clock)
    let token = await tokens.issue(actorOf(role))
    let days = 0
    for (;;) {
      const holder = await tokens.verify(token)
      if (holder === null) break
      expect((days += 10)).toBeLessThan(2 * YEAR_DAYS)
      // Under another name, as a guest may come back.
      token = await tokens.issue({ ...holder, name: '阿明' })
      clock.stepWallTime(10 * DAY_MS)
    }
    expect(days).toBeGreaterThanOrEqual(YEAR_DAYS)
    expect(days).toBeLessThanOrEqual(YEAR_DAYS + 10)
  })

  it('of a host does not last longer after a renewal in its last minute', async () => {
    const clock = new VirtualClock()
    const tokens = tokensAt(clock)
    const token = await tokens.issue(actorOf('host'))
    clock.stepWallTime(YEAR_DAYS * DAY_MS - MINUTE_MS)
    const holder = await tokens.verify(token)
    const renewed = await tokens.issue(holder ?? actorOf('host'))
    clock.stepWallTime(SURELY_MS)
    expect(await tokens.verify(renewed)).toBeNull()
  })

  it.each([
    ['eight hours behind', -8 * HOUR_MS],
    ['ten minutes behind', -10 * MINUTE_MS],
    ['ten minutes ahead', 10 * MINUTE_MS],
  ])('is good at a server whose clock is %s, from the first second to the last', async (_, ms) => {
    const clock = new VirtualClock()
    const there = new VirtualClock(clock.wallTime() + ms)
    const token = await tokensAt(clock).issue(actorOf('guest'))
    expect(await tokensAt(there).verify(token)).not.toBeNull()
    there.stepWallTime(GUEST_DAYS * DAY_MS - 1_000)
    expect(await tokensAt(there).verify(token)).not.toBeNull()
  })

  it('from a clock that was far ahead ends within a year after its renewal', async () => {
    const clock = new VirtualClock()
    const tokens = tokensAt(clock)
    clock.stepWallTime(10 * YEAR_DAYS * DAY_MS)
    const token = await tokens.issue(actorOf('host'))
    clock.stepWallTime(-10 * YEAR_DAYS * DAY_MS)
    const holder = await tokens.verify(token)
    const renewed = await tokens.issue(holder ?? actorOf('host'))
    clock.stepWallTime(YEAR_DAYS * DAY_MS + SURELY_MS)
    expect(await tokens.verify(renewed)).toBeNull()
  })
})
