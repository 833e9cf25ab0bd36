import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { EventIdSchema, IdSchema, KeySchema, PositionSchema, TimestampSchema } from './ids.ts'
import { CODE_ALPHABET, CODE_LENGTH } from './limits.ts'
import { parseCode } from './parse-code.ts'

describe('a join code', () => {
  it('is read in any case, with spaces and hyphens where people put them', () => {
    for (const typed of ['ABC234', 'abc234', ' abc 234 ', 'Abc-234', 'a b c 2 3 4', 'abc\u3000234']) expect(parseCode(typed)).toBe('ABC234')
  })

  it('is read in full width, with every dash, and with characters that show nothing', () => {
    const dashes = ['－', '—', '–', '‐', '‑', '−', '―', 'ー', '\u00AD', '\u200B', '\u200D', '\u2060', '\uFEFF']
    for (const dash of dashes) expect(parseCode(`abc${dash}234`), JSON.stringify(dash)).toBe('ABC234')
    for (const typed of ['ＡＢＣ２３４', 'ａｂｃ－２３４', 'ＡＢＣ　２３４', '\u200BABC234\u200B', '\uFEFFＡＢＣ—２３４'])
      expect(parseCode(typed)).toBe('ABC234')
  })

  it('is found in a pasted link, with text before and behind it', () => {
    for (const pasted of [
      'http://192.168.1.23:8787/ABC234',
      'https://wall.example/abc234/',
      'HTTP://WALL.EXAMPLE/ABC234',
      'http://[fd00::5]:8787/ABC234?from=wechat#x',
      '192.168.1.23:8787/ABC234',
      'wall.example/ABC234',
      'http://server/ABC234',
      '来留言：http://192.168.1.23:8787/ABC234 等你',
      'http://192.168.1.23:8787/ABC234，快来',
      'http：／／192.168.1.23:8787／ABC234',
      '<http://wall.example/ABC234>',
    ])
      expect(parseCode(pasted), pasted).toBe('ABC234')
  })

  it('is found before text that was pasted behind it', () => {
    for (const pasted of [
      'ABC234。',
      'ABC234.',
      'ABC234)',
      'abc234，快来',
      'ABC234快来',
      'abc-234，快来',
      'ABC－234 快来',
      'ABC234 come here',
      'ABC234\ncome',
      'ABC234\u200B，',
    ])
      expect(parseCode(pasted), pasted).toBe('ABC234')
  })

  it('is not made of a link’s host or of another page’s address', () => {
    for (const pasted of [
      'http://server/',
      'http://server',
      'http://abc234',
      'https://wall.example/host',
      'https://wall.example/wall/abc',
      '/',
      '//',
    ])
      expect(parseCode(pasted), pasted).toBeNull()
  })

  it('is not made of a file’s name', () => {
    for (const name of ['secret.txt', 'server.js', 'ABC234.HTML', 'http://wall.example/secret.txt']) expect(parseCode(name)).toBeNull()
  })

  it('is not made of an id that begins like one', () => {
    for (const id of ['ABC234-x_9kQw3Ze', 'ABC234_x-9kQw3Ze', 'ABC234-', 'ABC234_'])
      expect(parseCode(id)).toBe(id === 'ABC234-' ? 'ABC234' : null)
    const id = fc.string({
      unit: fc.constantFrom(...'ABCDEFGHJKMNPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.split('')),
      minLength: 7,
      maxLength: 36,
    })
    fc.assert(fc.property(id, fc.constantFrom('-', '_'), (text, mark) => parseCode(`${text.slice(0, 6)}${mark}${text.slice(6)}`) === null))
  })

  it('is refused in no more time than a text is read', () => {
    for (const piece of ['/', 'a/', 'a:', ' ', 'ABC', '//', 'a.b/', '：／／']) expect(parseCode(piece.repeat(20_000))).toBeNull()
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
