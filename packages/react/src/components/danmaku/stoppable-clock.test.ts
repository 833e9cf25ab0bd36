import { expect, test } from 'vitest'
import { readClock, RUNNING_CLOCK, setRunning } from './stoppable-clock.ts'

test('[P6] a clock that stands goes on from where it stood, however often', () => {
  const stopped = setRunning(RUNNING_CLOCK, false, 1_000)
  expect([readClock(stopped, 1_000), readClock(stopped, 9_000)]).toEqual([1_000, 1_000])
  const going = setRunning(stopped, true, 9_000)
  expect([readClock(going, 9_000), readClock(going, 9_500)]).toEqual([1_000, 1_500])
  const again = setRunning(setRunning(going, false, 10_000), true, 12_000)
  expect(readClock(again, 12_100)).toBe(2_100)
})

test('setting it to what it is changes nothing', () => {
  expect(setRunning(RUNNING_CLOCK, true, 5)).toBe(RUNNING_CLOCK)
})
