import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { EventIdSchema, IdSchema, KeySchema, PositionSchema, parseCode, TimestampSchema } from './ids.ts'
import { CODE_ALPHABET, CODE_LENGTH } from './limits.ts'

describe('a join code', () => {
  it('is read in any case, with spaces and hyphens where people put them', () => {
    for (const typed of ['ABC234', 'abc234', ' abc 234 ', 'Abc-234', 'a b c 2 3 4', 'abc\u3000234']) expect(parseCode(typed)).toBe('ABC234')
  })

  it('is nothing when it has another length or a look-alike', () => {
    for (const typed of ['', 'ABC23', 'ABC2345', 'ABC230', 'ABC23O', 'ABC231', 'ABC23I', 'ABC23L', 'ABC23é', 'АBC234', 'ABC234\0']) {
      expect(parseCode(typed)).toBeNull()
    }
  })

  it('is its own canonical form, and never throws', () => {
    const code = fc.string({ unit: fc.constantFrom(...CODE_ALPHABET.split('')), minLength: CODE_LENGTH, maxLength: CODE_LENGTH })
    fc.assert(fc.property(code, (text) => parseCode(text) === text && parseCode(text.toLowerCase()) === text))
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => [null, 'string'].includes(parseCode(text) === null ? null : 'string')))
  })

  it('has no look-alikes in its alphabet, and each character once', () => {
    expect(CODE_ALPHABET).not.toMatch(/[0O1IL]/)
    expect(new Set(CODE_ALPHABET).size).toBe(CODE_ALPHABET.length)
  })
})

const forms = [
  {
    name: 'an id: 1 to 36 URL-safe characters',
    schema: IdSchema,
    takes: ['a', 'A-z_9', 'x'.repeat(36)],
    refuses: ['', 'x'.repeat(37), 'a b', 'a/b', 'a%20', 'é', '{a}', 'a\n', 1, null, {}, ['a']],
  },
  {
    name: '[SEND-1] a key: 8 to 64 of A-Z a-z 0-9 _ -',
    schema: KeySchema,
    takes: ['12345678', 'x'.repeat(64), 'a_b-c_d-'],
    refuses: ['', '1234567', 'x'.repeat(65), '1234567é', '12345678\n', 12345678, null],
  },
  {
    name: '[LOG-1] an event id: a safe integer, 0 before the first',
    schema: EventIdSchema,
    takes: [0, 1, Number.MAX_SAFE_INTEGER],
    refuses: [-1, 1.5, 2 ** 53, 1e308, Number.NaN, Number.POSITIVE_INFINITY, '1', null, [1]],
  },
  {
    name: 'a time: ISO 8601 in UTC with milliseconds',
    schema: TimestampSchema,
    takes: ['2026-11-22T10:00:00.000Z', new Date(0).toISOString()],
    refuses: ['2026-11-22', '2026-11-22T10:00:00Z', '2026-11-22T10:00:00.000+08:00', 0, null],
  },
  {
    name: '[LOG-4] a position: an event id means something only within its epoch',
    schema: PositionSchema,
    takes: [{ epoch: 'e1', lastEventId: 0 }],
    refuses: [
      { lastEventId: 1 },
      { epoch: 'e1' },
      { epoch: '', lastEventId: 1 },
      { epoch: 'e1', lastEventId: '1' },
      { epoch: 'e1', lastEventId: 1, sid: 'x' },
    ],
  },
]
for (const { name, schema, takes, refuses } of forms) {
  describe(name, () => {
    for (const value of takes) it(`takes ${JSON.stringify(value)}`, () => expect(v.is(schema, value)).toBe(true))
    for (const value of refuses)
      it(`refuses ${JSON.stringify(value)}${typeof value === 'number' ? ` (${value})` : ''}`, () => expect(v.is(schema, value)).toBe(false))
  })
}
