import { expect, it } from 'vitest'
import { filling } from './fitted-line.tsx'
import { wordSize } from './keep-words-whole.ts'

it('a line fills its room exactly, between its smallest and its largest size', () => {
  // Five characters of 100 px.
  expect(filling(500, 325, 80, 24)).toBe(65)
  expect(filling(100, 325, 80, 24)).toBe(80)
  expect(filling(5_000, 325, 80, 24)).toBe(24)
  expect(filling(0, 325, 80, 24)).toBe(80)
})

it('a name that is too long for its line gets smaller so that it stays whole, down to the smallest size', () => {
  expect(wordSize(46, 300, 300, 20)).toBe(46)
  expect(wordSize(46, 460, 300, 20)).toBeCloseTo(29.7)
  expect(wordSize(46, 4_600, 300, 20)).toBe(20)
})
