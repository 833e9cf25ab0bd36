import { expect, it } from 'vitest'
import { FlushPace } from './flush-pace.ts'

const ROUND_MS = 8
const MESSAGE_MS = 0.3

/** Rounds of one session in a loop that also carries out so many commands a second; returns the mean time from one round to the next. */
function periodOf(commandsPerSecond: number, roundMs = ROUND_MS): number {
  let nowMs = 0
  let busyMs = 0
  const pace = new FlushPace(() => busyMs)
  const rounds = 200
  for (let round = 0; round < rounds; round += 1) {
    const waitMs = pace.waitMs(roundMs, nowMs)
    const passedMs = roundMs + waitMs
    nowMs += passedMs
    busyMs += roundMs + (passedMs / 1000) * commandsPerSecond * MESSAGE_MS
  }
  return nowMs / rounds
}

it('rounds follow each other soon where little else is to do, and leave the loop time for commands where many come', () => {
  const quiet = periodOf(10)
  const busy = periodOf(1_000)
  expect(quiet).toBeLessThan(2.2 * ROUND_MS)
  expect(busy).toBeGreaterThan(quiet)
  // Commands take three tenths of this loop, and rounds a little less than the share that is kept for them.
  expect(ROUND_MS / busy + MESSAGE_MS).toBeLessThan(0.65)
})

it('however busy the loop is, events do not wait longer than 30 ms for their round', () => {
  const pace = new FlushPace(() => 0)
  expect(pace.waitMs(500, 0)).toBe(30)
  expect(periodOf(100_000)).toBeLessThanOrEqual(ROUND_MS + 30)
})

it('a wall that was quiet for an hour is written to at the pace of a quiet wall', () => {
  let busyMs = 0
  const pace = new FlushPace(() => busyMs)
  busyMs = 1_000
  pace.waitMs(ROUND_MS, 1_000)
  busyMs += 2_000
  expect(pace.waitMs(ROUND_MS, 3_600_000)).toBeLessThan(1.1 * ROUND_MS)
})
