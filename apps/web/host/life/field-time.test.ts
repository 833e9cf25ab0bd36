import { expect, it } from 'vitest'
import { fieldTime, timeOfField } from './field-time.ts'

it('a moment in the field is the same moment again, to the minute', () => {
  const at = new Date(2026, 0, 5, 8, 3)
  expect(fieldTime(at)).toBe('2026-01-05T08:03')
  expect(timeOfField(fieldTime(at))?.getTime()).toBe(at.getTime())
})

it('an empty field names no moment', () => {
  expect(timeOfField('')).toBeNull()
})
