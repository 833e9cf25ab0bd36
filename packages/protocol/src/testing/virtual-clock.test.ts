import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { VirtualClock } from './virtual-clock.ts'

describe('the clock of tests', () => {
  test('timers fire in the order of their moments, those of one moment in the order they were set, cancelled ones never', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ delayMs: fc.integer({ min: 0, max: 20 }), isCancelled: fc.boolean() })), (wanted) => {
        const clock = new VirtualClock()
        const fired: number[] = []
        wanted.forEach(({ delayMs, isCancelled }, index) => {
          const cancel = clock.setTimer(delayMs, () => fired.push(index))
          if (isCancelled) cancel()
        })
        clock.advance(20)
        const kept = wanted.flatMap(({ delayMs, isCancelled }, index) => (isCancelled ? [] : [{ delayMs, index }]))
        expect(fired).toEqual(
          kept.sort((left, right) => left.delayMs - right.delayMs || left.index - right.index).map(({ index }) => index),
        )
        expect([clock.elapsedMs, clock.pending, clock.nextMs]).toEqual([20, 0, null])
      }),
    )
  })

  test('a timer that is set by a timer fires within the same advance, at its own moment', () => {
    const clock = new VirtualClock()
    const seen: number[] = []
    clock.setTimer(10, () => clock.setTimer(5, () => seen.push(clock.elapsedMs)))
    clock.advance(20)
    expect(seen).toEqual([15])
  })

  test('run lets promises go on between two timers, advance does not', async () => {
    const clock = new VirtualClock()
    const seen: string[] = []
    const setUp = () => {
      clock.setTimer(1, () => void Promise.resolve().then(() => seen.push('promise')))
      clock.setTimer(2, () => seen.push('timer'))
    }
    setUp()
    await clock.run(2)
    expect(seen.splice(0)).toEqual(['promise', 'timer'])
    setUp()
    clock.advance(2)
    expect(seen).toEqual(['timer'])
  })

  test('what became due while the machine slept fires late, and time does not go back', () => {
    const clock = new VirtualClock()
    let firedAtMs = 0
    clock.setTimer(10, () => (firedAtMs = clock.elapsedMs))
    clock.sleep(100)
    expect(firedAtMs).toBe(0)
    clock.advance(0)
    expect(firedAtMs).toBe(100)
  })

  test('the wall time steps alone', () => {
    const clock = new VirtualClock(1_000_000)
    clock.advance(5)
    clock.stepWallTime(-500)
    expect([clock.wallTime(), clock.elapsedMs]).toEqual([999_505, 5])
  })
})
