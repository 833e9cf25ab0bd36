import { expect, test } from 'vitest'
import { Upkeep } from './upkeep.ts'

test('is not due while nothing was written', () => {
  const upkeep = new Upkeep()
  expect([0, 1_500, 120_000].map((ms) => upkeep.isDue(ms))).toEqual([false, false, false])
})

test('is due when nothing was written since the last check, until it was done', () => {
  const upkeep = new Upkeep()
  upkeep.wrote(false)
  expect([0, 1_500, 3_000].map((ms) => upkeep.isDue(ms))).toEqual([false, true, true])
  upkeep.checkpointed(3_000)
  expect(upkeep.isDue(4_500)).toBe(false)
})

test('is due each minute on a wall that is never idle', () => {
  const upkeep = new Upkeep()
  const due: number[] = []
  for (let ms = 0; ms <= 180_000; ms += 1_500) {
    upkeep.wrote(false)
    if (!upkeep.isDue(ms)) continue
    due.push(ms)
    upkeep.checkpointed(ms)
  }
  expect(due).toEqual([60_000, 120_000, 180_000])
})

test('[LOG-5] is due at once after an erasure', () => {
  const upkeep = new Upkeep()
  upkeep.wrote(true)
  upkeep.wrote(false)
  expect(upkeep.isDue(0)).toBe(true)
  upkeep.checkpointed(0)
  upkeep.wrote(false)
  expect(upkeep.isDue(1_500)).toBe(false)
})
