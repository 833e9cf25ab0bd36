import { expect, it } from 'vitest'
import { filling } from './fitted-line.tsx'

it('a line fills its room exactly, between its smallest and its largest size', () => {
  // Five characters of 100 px.
  expect(filling(500, 325, 80, 24)).toBe(65)
  expect(filling(100, 325, 80, 24)).toBe(80)
  expect(filling(5_000, 325, 80, 24)).toBe(24)
  expect(filling(0, 325, 80, 24)).toBe(80)
})
