import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoffMs, halfJitter, spread } from './backoff.ts'
import { PROBE_LIMIT_MS, TRY_LIMIT_MS } from './connection-machine.ts'

const chances = fc.double({ min: 0, max: 0.999999, noNaN: true })

describe('backoff', () => {
  it('[CONN-2] half of a wait is fixed, half is random', () => {
    expect([halfJitter(8_000, 0), halfJitter(8_000, 0.5)]).toEqual([4_000, 6_000])
    fc.assert(fc.property(chances, (random) => halfJitter(1_000, random) >= 500 && halfJitter(1_000, random) < 1_000))
  })

  it('[CONN-2] climbs 1, 2, 4, 8, 16 s', () => {
    expect([0, 1, 2, 3, 4].map((attempt) => backoffMs(attempt, 0) * 2)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000])
  })

  it('[CONN-2] past the ladder two tries are never more than 30 s apart, also when one opens and stays silent', () => {
    fc.assert(
      fc.property(
        chances,
        fc.integer({ min: 5, max: 10_000 }),
        (random, attempt) => backoffMs(attempt, random) + 2 * TRY_LIMIT_MS <= 30_000,
      ),
    )
    expect(PROBE_LIMIT_MS).toBeLessThan(TRY_LIMIT_MS)
  })

  it("[CONN-2] waits of one's own continue at twice the last of them", () => {
    expect(backoffMs(9, 0, [10, 20])).toBe(20)
    expect(backoffMs(0, 0, [])).toBe(10_000)
  })

  it('[CONN-3] polls are spread by 30%', () => {
    expect([spread(1_000, 0), spread(1_000, 0.5)]).toEqual([700, 1_000])
  })
})
