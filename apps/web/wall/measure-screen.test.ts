import { expect, test } from 'vitest'
import { Arrivals } from './arrivals.ts'
import { boxOn } from './measure-screen.ts'

const screen = { left: 100, top: 50, width: 1_000, height: 500 }
const box = (left: number, top: number, width: number, height: number) => boxOn(screen, { left, top, width, height })

test('[SCREEN-4] a box is reported in ten-thousandths of the screen, cut to it, and not at all where it is beside it', () => {
  expect(box(100, 50, 1_000, 500)).toBe('0 0 10000 10000')
  expect(box(350, 175, 250, 125)).toBe('2500 2500 2500 2500')
  expect(box(0, 0, 200, 100)).toBe('0 0 1000 1000')
  expect([box(0, 0, 90, 100), box(100, 600, 50, 50), box(300, 300, 0, 20)]).toEqual([null, null, null])
})

test('[SCREEN-4] a screen is as far behind as the first message that waits has waited', () => {
  const arrivals = new Arrivals()
  for (const [id, atMs] of [
    ['m1', 1_000],
    ['m2', 2_000],
    ['m3', 3_000],
  ] as const)
    arrivals.add(id, atMs)
  expect([0, 1, 2, 3, 9].map((waiting) => arrivals.behindMs(waiting, 10_000))).toEqual([0, 7_000, 8_000, 9_000, 0])
  arrivals.add('m1', 9_000)
  expect(arrivals.behindMs(1, 10_000)).toBe(1_000)
})

test('[SCREEN-5] the delivery is that of 95 of 100 of the last messages, and nothing of what is long ago', () => {
  const arrivals = new Arrivals()
  expect(arrivals.deliveryMs(0)).toBeNull()
  for (let count = 0; count < 19; count += 1) arrivals.delivered(80, 1_000)
  arrivals.delivered(5_000, 1_000)
  expect(arrivals.deliveryMs(2_000)).toBe(80)
  arrivals.delivered(6_000, 1_000)
  expect(arrivals.deliveryMs(2_000)).toBe(5_000)
  expect(arrivals.deliveryMs(1_000 + 300_001)).toBeNull()
  // A server whose clock is corrected backwards delivers nothing before its event.
  arrivals.delivered(-20, 400_000)
  expect(arrivals.deliveryMs(400_000)).toBe(0)
})
