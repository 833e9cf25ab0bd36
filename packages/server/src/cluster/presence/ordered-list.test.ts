import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OrderedList } from './ordered-list.ts'

test('an ordered list holds what a sorted array holds, and reads on from any key, present or not', () => {
  const change = fc.record({ isAdded: fc.boolean(), value: fc.nat({ max: 400 }) })
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 600 }),
      fc.option(fc.nat({ max: 420 }), { nil: null }),
      fc.nat({ max: 50 }),
      (changes, place, limit) => {
        const list = new OrderedList<number>((left, right) => left - right)
        const model = new Set<number>()
        for (const { isAdded, value } of changes) {
          if (isAdded && !model.has(value)) list.add(value)
          if (!isAdded) list.remove(value)
          if (isAdded) model.add(value)
          else model.delete(value)
        }
        const sorted = [...model].sort((left, right) => left - right)
        expect(list.size).toBe(sorted.length)
        expect(list.after(place, limit)).toEqual(sorted.filter((value) => place === null || value > place).slice(0, limit))
        expect(list.after(null, 1_000)).toEqual(sorted)
      },
    ),
  )
})

test.each(['the first', 'the last'])('a page behind %s of 100,000 compares fewer than 64 items, and so does a change', (which) => {
  let compared = 0
  const list = new OrderedList<number>((left, right) => {
    compared += 1
    return left - right
  })
  for (let value = 0; value < 100_000; value += 1) list.add(value)
  const place = which === 'the first' ? 0 : 99_800
  compared = 0
  expect(list.after(place, 100)).toEqual(Array.from({ length: 100 }, (_, index) => place + 1 + index))
  expect(compared).toBeLessThan(64)
  compared = 0
  list.add(place + 0.5)
  list.remove(place)
  expect(compared).toBeLessThan(128)
})
