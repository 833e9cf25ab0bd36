import type { ScreenControl } from '@guestwall/protocol'
import { expect, test } from 'vitest'
import { keepControl, learnControl } from './known-control.ts'

const control = (version: number): ScreenControl => ({ version, all: {}, screens: {} }) as unknown as ScreenControl

test('[SCREEN-1] of what a screen learns the higher version is valid, in whatever order it comes', () => {
  const known = learnControl(learnControl(null, control(7)), control(6))
  expect(known.control.version).toBe(7)
  expect(learnControl(known, control(8)).control.version).toBe(8)
})

test('[SCREEN-1] [LOG-4] when the log begins anew the screen keeps its picture, and the first state that it learns then is valid', () => {
  expect(keepControl(null)).toBeNull()
  const kept = keepControl(learnControl(null, control(7)))
  expect(kept?.control.version).toBe(7)
  const learnt = learnControl(kept, control(2))
  expect(learnt.control.version).toBe(2)
  expect(learnControl(learnt, control(1)).control.version).toBe(2)
})
