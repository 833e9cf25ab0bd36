import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NotStrictJson, parseStrictJson } from './strict-json.ts'

test('reads what JSON.parse reads', () => {
  // JSON.stringify writes no key twice; generated objects may have the key `__proto__`, which is refused.
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      if (text.includes('__proto__')) return
      expect(parseStrictJson(text)).toEqual(JSON.parse(text))
    }),
  )
})

test.each([
  ['{"a":1,"a":2}', 'a key twice'],
  ['{"a":{"b":1,"\\u0062":2}}', 'a key twice, once in escapes'],
  ['[{"x":1},{"y":[{"k":"}","k":1}]}]', 'a key twice behind a brace in a string'],
  ['{"__proto__":{"role":"host"}}', '__proto__'],
  ['['.repeat(9) + ']'.repeat(9), 'nesting'],
  ['{"a":1', 'half a text'],
  ['', 'nothing'],
  ['\uFEFF{}', 'a byte order mark'],
])('refuses %s (%s)', (text) => {
  expect(() => parseStrictJson(text)).toThrow(NotStrictJson)
})

test('the same key in different objects is fine', () => {
  expect(parseStrictJson('[{"a":1},{"a":{"a":"a"}},"a","a"]')).toEqual([{ a: 1 }, { a: { a: 'a' } }, 'a', 'a'])
})
