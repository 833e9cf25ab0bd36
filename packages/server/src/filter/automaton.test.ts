import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Automaton } from './automaton.ts'

/** Few different symbols, letters and others, so that patterns overlap. */
const symbol = fc.constantFrom(1, 2, 0x4e00, 0x4e01)
const patterns = fc.array(fc.array(symbol, { minLength: 1, maxLength: 5 }), { maxLength: 12 })

test('the automaton finds every place of every pattern', () => {
  fc.assert(
    fc.property(patterns, fc.array(symbol, { maxLength: 60 }), (list, text) => {
      expect(hits(list, text).sort()).toEqual(placesOf(list, text).sort())
    }),
  )
})

test('the hits grow with the text alone, whatever the patterns share', () => {
  const nested = Array.from({ length: 20 }, (_, at) => Array.from({ length: at + 1 }, () => 1))
  const count = (length: number) =>
    hits(
      nested,
      Array.from({ length }, () => 1),
    ).length
  expect(count(2000) - count(1000)).toBe(1000 * nested.length)
})

test('a symbol of no pattern ends every match', () => {
  expect(hits([[1, 2]], [1, 0x5fff, 2])).toEqual([])
})

function hits(list: readonly (readonly number[])[], text: readonly number[]): string[] {
  const found: string[] = []
  new Automaton(list).scan(Int32Array.from(text), text.length, (pattern, last) => found.push(`${pattern}@${last}`))
  return found
}

function placesOf(list: readonly (readonly number[])[], text: readonly number[]): string[] {
  return list.flatMap((pattern, index) =>
    text.flatMap((_, last) => {
      const first = last + 1 - pattern.length
      return first >= 0 && pattern.every((code, at) => text[first + at] === code) ? [`${index}@${last}`] : []
    }),
  )
}
