import { describe, expect, it } from 'vitest'
import { FIRST_POLL, nextPoll, type PollOutcome } from './poll-plan.ts'

const CONFIG = { pollIntervalMs: 3_000, pollWaitSeconds: 20 }
const EMPTY = { kind: 'read', isEmpty: true, hasMore: false, tookMs: 20 } as const
const after = (...outcomes: PollOutcome[]) => outcomes.reduce((plan, outcome) => nextPoll(plan, outcome, CONFIG, 0.5), FIRST_POLL)

describe('nextPoll', () => {
  it('[CONN-3] the first poll does not wait, the next does', () => {
    expect(FIRST_POLL.waitS).toBe(0)
    expect(after(EMPTY)).toMatchObject({ waitS: 20, isLongPoll: true, delayMs: 980 })
  })

  it('[CONN-3] an empty answer much too soon means no long poll; one that waited means there is', () => {
    expect(after(EMPTY, EMPTY)).toMatchObject({ isLongPoll: false, delayMs: 3_000 })
    expect(after(EMPTY, { ...EMPTY, isEmpty: false })).toMatchObject({ isLongPoll: true })
    expect(after(EMPTY, EMPTY, { ...EMPTY, tookMs: 20_000 })).toMatchObject({ isLongPoll: true, delayMs: 0 })
  })

  it('[CONN-3] asks again at once when there is more', () => {
    expect(after({ ...EMPTY, isEmpty: false, hasMore: true })).toMatchObject({ waitS: 0, delayMs: 0 })
  })

  it('[CONN-3] a server that says later is asked ever more rarely, and never sooner than it said', () => {
    const busy = { kind: 'refused', retryAfterMs: 0 } as const
    expect([1, 2, 3, 9].map((times) => after(...Array<PollOutcome>(times).fill(busy)).delayMs)).toEqual([4_500, 9_000, 18_000, 22_500])
    expect(after({ kind: 'refused', retryAfterMs: 60_000 }).delayMs).toBe(60_000)
    expect(after({ kind: 'refused', retryAfterMs: 43_678_000 }).delayMs, 'a server that errs').toBe(60_000)
  })

  it('[CONN-7] answers that are not ours lengthen the pause up to 15 s', () => {
    const failed = { kind: 'failed' } as const
    expect([1, 2, 3, 4].map((times) => after(...Array<PollOutcome>(times).fill(failed)).delayMs)).toEqual([3_000, 6_000, 12_000, 15_000])
    expect(after(failed, EMPTY).failures).toBe(0)
  })
})
