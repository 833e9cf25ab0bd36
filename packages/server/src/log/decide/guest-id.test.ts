import { IdSchema } from '@guestwall/protocol'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { ageOf, joinedAtMs, newGuestId } from './guest-id.ts'

const NOW = Date.parse('2026-11-22T10:00:00.000Z')

test('an id says when its guest joined, fits the wire, and sorts by it', () => {
  const ids = [0, 1, NOW, NOW + 1, 2 ** 41].map((ms) => newGuestId(ms, 'AbCdEf-_12345678'))
  expect(ids.map(joinedAtMs)).toEqual([0, 1, NOW, NOW + 1, 2 ** 41])
  expect(ids.every((id) => v.is(IdSchema, id))).toBe(true)
  expect([...ids].sort()).toEqual(ids)
})

test.each(['guest', 'g1', 'AbCdEf-_12345678', 'host-AbCdEf-_12345678', 'g12345678'])('%s does not say', (id) => {
  expect([joinedAtMs(id), ageOf(id, NOW)]).toEqual([null, Number.POSITIVE_INFINITY])
})

test('the age of a guest grows, tolerates clocks that are seconds apart, and a clock that was set back or is far ahead makes nobody a newcomer', () => {
  const id = newGuestId(NOW, 'x')
  expect([0, 3_000, 3_600_000].map((passedMs) => ageOf(id, NOW + passedMs))).toEqual([0, 3_000, 3_600_000])
  expect(ageOf(id, NOW - 5_000)).toBe(0)
  expect([90_000, 600_000, 28_800_000].map((backMs) => ageOf(id, NOW - backMs))).toEqual([1, 1, 1].map(() => Number.POSITIVE_INFINITY))
})
