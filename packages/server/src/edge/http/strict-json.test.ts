import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NotStrictJson, parseStrictJson } from './strict-json.ts'

test('reads what JSON.parse reads', () => {
  // JSON.stringify writes no key twice; generated objects may have the key `__proto__`, which is refused.
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      if (text.includes('__proto__') || text.split(',').length > 128) return
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
  [`{"a":${JSON.stringify(Array.from({ length: 130 }, () => 'o1'))}}`, 'a list of 130'],
  [`{${Array.from({ length: 130 }, (_, index) => `"k${index}":0`).join(',')}}`, '130 keys'],
  ['{"a\\":1', 'a string that does not end'],
  ['{"\\x":1}', 'an escape that is none'],
  ['', 'nothing'],
  ['\uFEFF{}', 'a byte order mark'],
])('refuses %s (%s)', (text) => {
  expect(() => parseStrictJson(text)).toThrow(NotStrictJson)
})

test('accepts the same key in different objects', () => {
  expect(parseStrictJson('[{"a":1},{"a":{"a":"a"}},"a","a"]')).toEqual([{ a: 1 }, { a: { a: 'a' } }, 'a', 'a'])
})

test('a string may hold as many commas, brackets and escaped quotes as it likes', () => {
  const value = { content: ',{["\\'.repeat(1_000), guestName: '\\' }
  expect(parseStrictJson(JSON.stringify(value))).toEqual(value)
})

test('does not read members beyond the limit, however many there are', () => {
  const looked = { members: 0 }
  const text = (length: number) => `{"optionIds":[${Array.from({ length }, () => '"o1"').join(',')}]}`
  const counted = (source: string) =>
    new Proxy(new String(source), {
      get(target, property) {
        if (property === 'indexOf') looked.members += 1
        const value = Reflect.get(target, property) as unknown
        return typeof value === 'function' ? value.bind(target) : value
      },
    }) as unknown as string
  for (const length of [1_000, 100_000]) {
    looked.members = 0
    expect(() => parseStrictJson(counted(text(length)))).toThrow('too many members')
    expect(looked.members).toBeLessThan(200)
  }
})
