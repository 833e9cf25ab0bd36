import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchStill } from './use-still.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('[P9] the bars of a wall show while the pointer moves, and no key shows them', () => {
  const page = new EventTarget()
  const heard: boolean[] = []
  const stop = watchStill(page, 3_000, (isStill) => heard.push(isStill))
  vi.advanceTimersByTime(3_000)
  expect(heard).toEqual([true])
  for (const type of ['keydown', 'keyup', 'focusin']) page.dispatchEvent(new Event(type))
  expect(heard).toEqual([true])
  page.dispatchEvent(new Event('pointermove'))
  vi.advanceTimersByTime(2_999)
  page.dispatchEvent(new Event('pointerdown'))
  vi.advanceTimersByTime(2_999)
  expect(heard).toEqual([true, false, false])
  vi.advanceTimersByTime(1)
  expect(heard).toEqual([true, false, false, true])
  stop()
  page.dispatchEvent(new Event('pointermove'))
  vi.advanceTimersByTime(3_000)
  expect(heard).toEqual([true, false, false, true])
})
