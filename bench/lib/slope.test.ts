import { expect, test } from 'vitest'
import { slopeOf } from './slope.ts'

test('[bench] a straight line has its slope, without doubt', () => {
  const { perX, plusMinus } = slopeOf([0, 1, 2, 3, 4].map((x) => [x, 7 + 3 * x] as const))
  expect(perX).toBeCloseTo(3)
  expect(plusMinus).toBeCloseTo(0)
})

test('[bench] scattered points without a trend have a slope that zero is within', () => {
  const { perX, plusMinus } = slopeOf([5, 6, 4, 6, 5, 4, 6, 5].map((y, x) => [x, y] as const))
  expect(Math.abs(perX)).toBeLessThan(plusMinus)
})

test('[bench] the confidence is that of Student’s t', () => {
  // The squares of what is left sum up to 1.5, those of x to 2, and t for one degree of freedom is 12.71.
  const { perX, plusMinus } = slopeOf([
    [0, 0],
    [1, 0],
    [2, 3],
  ])
  expect(perX).toBeCloseTo(1.5)
  expect(plusMinus).toBeCloseTo(12.71 * Math.sqrt(1.5 / 2))
})
