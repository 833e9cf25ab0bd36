import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  MAX_CONTENT_BYTES,
  MAX_CONTENT_CODE_POINTS,
  MAX_CONTENT_GRAPHEMES,
  MAX_MARKS_PER_BASE,
  MAX_NAME_BYTES,
  MAX_NAME_GRAPHEMES,
  MAX_OPTION_GRAPHEMES,
  MAX_TITLE_GRAPHEMES,
} from './limits.ts'
import { countGraphemes, prepareContent, prepareLine, prepareName, type TextResult, utf8Length } from './text.ts'

function stored(text: string): TextResult {
  return { ok: true, text }
}
function refused(code: 'invalid_text' | 'empty_content' | 'too_long' | 'name_invalid'): TextResult {
  return { ok: false, code }
}

const FAMILY = '👨‍👩‍👧‍👦'
const ACUTE = '\u0301'

describe('a message', () => {
  const kept = [
    '新婚快乐',
    '<img src=x onerror=alert(1)>',
    '<svg onload>',
    '</script>',
    'javascript:alert(1)',
    '{{7*7}}',
    '![x](http://y)',
    '=cmd|x',
    '@SUM(A1)',
    '+1',
    'W'.repeat(280),
    'مرحبا',
    'नमस्ते क्‍ष',
    '🏳️‍🌈👍🏽',
    'a\u200Db',
  ]
  for (const text of kept) {
    it(`keeps ${JSON.stringify(text.slice(0, 30))} as it was written: showing it safely is the screen's work`, () => {
      expect(prepareContent(text)).toEqual(stored(text))
    })
  }

  it('is refused when it holds what a database cannot store: NUL, a lone surrogate', () => {
    for (const text of ['a\0b', '\uD800', 'a\uDC00b', '😀'.slice(0, 1)]) expect(prepareContent(text)).toEqual(refused('invalid_text'))
  })

  it('is refused when it shows nothing: space, zero width, Hangul filler, blank Braille, a mark alone', () => {
    for (const text of ['', '  \n\t', '\u200B\u200D\uFEFF', '\u3164', '\u115F\u1160\uFFA0', '\u2800\u2800', ACUTE, '\u202E', '\u{E0041}']) {
      expect(prepareContent(text)).toEqual(refused('empty_content'))
    }
  })

  it('loses direction overrides and isolates, so that "gpj.exe" cannot pose as "exe.jpg"', () => {
    expect(prepareContent('\u202Egpj.exe')).toEqual(stored('gpj.exe'))
    expect(prepareContent(`${'\u2066'.repeat(100)}x`)).toEqual(stored('x'))
  })

  it('loses tag characters that hide text', () => {
    expect(prepareContent('hi\u{E0068}\u{E0069}\u{E007F}')).toEqual(stored('hi'))
  })

  it('loses control characters but line feeds: no escape sequence, no forged log line', () => {
    expect(prepareContent('a\r\n\u001B[31mERROR\u0007\u0085 b\rc\td')).toEqual(stored('a\n[31mERROR b\nc d'))
  })

  it.each([
    ['parts of a Hangul syllable', '\u1100'.repeat(1_000)],
    ['a family without end', `👩${'\u200D👩'.repeat(400)}`],
    ['a thumb of five hundred skins', `👍${'🏽'.repeat(500)}`],
    ['a conjunct without end', 'क्'.repeat(400)],
  ])('refuses a character that breaks no line: %s', (_, text) => {
    expect(prepareContent(text)).toEqual({ ok: false, code: 'invalid_text' })
    expect(prepareLine(text, 100)).toMatchObject({ ok: false })
    expect(prepareName(text.slice(0, 60))).toMatchObject({ ok: false, code: 'name_invalid' })
  })

  it('takes the longest characters that people write', () => {
    for (const text of ['👨🏻‍👩🏿‍👧🏽‍👦🏼', '👩🏽‍❤️‍💋‍👨🏿', '한글', 'क्ष्म्य', 'กำ', '각'.normalize('NFD'), '🏳️‍🌈🏴‍☠️'])
      expect(prepareContent(text).ok).toBe(true)
  })

  it('keeps at most four marks on one character, also when joiners stand between them', () => {
    expect(prepareContent(`x${ACUTE.repeat(1500)}y`)).toEqual(stored(`x${ACUTE.repeat(4)}y`))
    expect(prepareContent(`x${`${ACUTE}\u200D`.repeat(200)}y`)).toEqual(stored(`x${`${ACUTE}\u200D`.repeat(4)}y`))
  })

  it('has at most one empty line in a row, and none at its ends', () => {
    expect(prepareContent(`\n\na${'\n'.repeat(3_000)}b\n`)).toEqual(stored('a\n\nb'))
    expect(prepareContent('\n'.repeat(10_000))).toEqual(refused('too_long'))
  })

  it('counts a line that shows nothing as an empty one', () => {
    for (const blank of [' ', '\u200B', '\u3000', '\u2800', '\u3164', '\uFFFC', ' \u2060 '])
      expect(prepareContent(`a\n${`${blank}\n`.repeat(100)}b`)).toEqual(stored('a\n\nb'))
  })

  it('is refused past 280 graphemes, 1,120 code points or 4 KiB, whichever comes first', () => {
    expect(prepareContent('字'.repeat(MAX_CONTENT_GRAPHEMES))).toMatchObject({ ok: true })
    expect(prepareContent('字'.repeat(MAX_CONTENT_GRAPHEMES + 1))).toEqual(refused('too_long'))
    expect(prepareContent('W'.repeat(5_000))).toEqual(refused('too_long'))
    expect(prepareContent('﷽'.repeat(280))).toMatchObject({ ok: true })
    expect(prepareContent(FAMILY.repeat(160))).toMatchObject({ ok: true })
    expect(prepareContent(FAMILY.repeat(280))).toEqual(refused('too_long'))
    expect(prepareContent('a\u0315\u0300\u05AE\u0062'.repeat(16_384))).toEqual(refused('too_long'))
  })

  it('is measured after it was normalised, because NFC can spell a character out', () => {
    const grows = '\u{1D160}\u{1D167}\u{1D168}'.repeat(224)
    expect(utf8Length(grows)).toBeLessThan(MAX_CONTENT_BYTES)
    expect(prepareContent(grows)).toEqual(refused('too_long'))
  })

  it('is stored in NFC', () => {
    expect(prepareContent(`e${ACUTE}`)).toEqual(stored('é'))
  })
})

describe('a name', () => {
  it('is one line', () => {
    expect(prepareName(' 小\n明\u3000 Ming ')).toEqual(stored('小 明 Ming'))
  })

  it('is refused for every fault with one code', () => {
    const faults = [
      '',
      '\u3164',
      'a\0',
      '\uD800',
      '\uE000',
      '\u0378',
      '字'.repeat(MAX_NAME_GRAPHEMES + 1),
      'x'.repeat(10_240),
      '\u{1D160}'.repeat(32),
    ]
    for (const name of faults) expect(prepareName(name)).toEqual(refused('name_invalid'))
  })

  it('may be in any script: whether it poses as the host is decided where names are given out', () => {
    for (const name of ['Ноst', 'Аdmin', '明', 'Zoë', 'د. ليلى']) expect(prepareName(name)).toEqual(stored(name))
  })
})

describe('a line', () => {
  it('has as many graphemes as its place allows', () => {
    for (const max of [MAX_TITLE_GRAPHEMES, MAX_OPTION_GRAPHEMES]) {
      expect(prepareLine(FAMILY.repeat(30), max)).toMatchObject({ ok: true })
      expect(prepareLine('é'.repeat(max), max)).toMatchObject({ ok: true })
      expect(prepareLine('é'.repeat(max + 1), max)).toEqual(refused('too_long'))
    }
  })

  it('is one line', () => {
    expect(prepareLine('A\n\nB', 10)).toEqual(stored('A B'))
  })
})

describe('any text at all', () => {
  const nasty = fc.constantFrom(
    '\0',
    '\r',
    '\n',
    '\t',
    '\u200D',
    '\u200B',
    ACUTE,
    '\u0344',
    '\u0958',
    '\u{1D160}',
    '\u{1D167}',
    '\uD800',
    '\uDC00',
    '\u202E',
    '\u3164',
    '\u1100',
    '\u1161',
    '\u11A8',
    '\u212B',
    '\uFEFF',
    '\u2028',
    FAMILY,
    '🇨🇳',
    '\u{E0041}',
    '﷽',
    ' ',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc.string({ unit: fc.oneof(nasty, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })), maxLength: 400 }),
    fc.tuple(nasty, nasty, nasty, fc.integer({ min: 1, max: 300 })).map(([a, b, c, times]) => `x${`${a}${b}${c}`.repeat(times)}`),
  )
  const ways = {
    content: { prepare: prepareContent, maxBytes: MAX_CONTENT_BYTES, maxGraphemes: MAX_CONTENT_GRAPHEMES },
    name: { prepare: prepareName, maxBytes: MAX_NAME_BYTES, maxGraphemes: MAX_NAME_GRAPHEMES },
    line: {
      prepare: (line: string) => prepareLine(line, MAX_TITLE_GRAPHEMES),
      maxBytes: MAX_CONTENT_BYTES,
      maxGraphemes: MAX_TITLE_GRAPHEMES,
    },
  }
  for (const [what, { prepare, maxBytes, maxGraphemes }] of Object.entries(ways)) {
    it(`as ${what}: is refused, or comes out well-formed, in NFC, within the limits, and the same when prepared again`, () => {
      fc.assert(
        fc.property(text, (input) => {
          const result = prepare(input)
          if (!result.ok) return
          expect(result.text).not.toMatch(/\p{Surrogate}|\0/u)
          expect(result.text.normalize('NFC')).toBe(result.text)
          expect(utf8Length(result.text)).toBeLessThanOrEqual(maxBytes)
          expect(Array.from(result.text).length).toBeLessThanOrEqual(what === 'content' ? MAX_CONTENT_CODE_POINTS : maxBytes)
          expect(countGraphemes(result.text)).toBeLessThanOrEqual(maxGraphemes)
          expect(result.text).not.toMatch(new RegExp(`(?:\\p{M}\\p{Cf}*){${MAX_MARKS_PER_BASE + 1}}`, 'u'))
          expect(prepare(result.text)).toEqual(result)
        }),
        { numRuns: 500 },
      )
    })
  }

  /** Characters that draw nothing: each kind by a few, and all of the ranges in which they stand together. */
  const BLANKS = [
    ...Array.from(
      ' \t\n\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u180B\u180E\u2000\u200B\u200D\u200E\u2028\u202E\u2060\u2061\u206A',
    ),
    ...Array.from('\u2800\u3000\u3164\uFEFF\uFFA0\uFFF9\uFFFC\u{1D159}\u{1D173}\u{13441}\u{13442}\u{16FE4}\u{1BCA0}'),
    ...Array.from('\u0300\u0336\u0489\u05B0\u064B\u093C\u0E34\u20DD\u20E3\u3099\uFE20'),
    ...Array.from({ length: 16 }, (_, at) => String.fromCodePoint(0xfe00 + at)),
    ...Array.from({ length: 240 }, (_, at) => String.fromCodePoint(0xe0100 + at)),
    ...Array.from({ length: 128 }, (_, at) => String.fromCodePoint(0xe0000 + at)),
  ]

  it('of nothing but characters that show nothing is empty, in every mixture, for a message and for a name', () => {
    for (const blank of BLANKS) expect([blank, prepareContent(blank)]).toEqual([blank, refused('empty_content')])
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...BLANKS), { maxLength: 60 }), (blanks) => {
        expect(prepareContent(blanks.join(''))).toEqual(refused('empty_content'))
        expect(prepareName(blanks.join(''))).toEqual(refused('name_invalid'))
        expect(prepareContent(`${blanks.join('')}字`)).toMatchObject({ ok: true })
      }),
    )
  })

  it('is measured in UTF-8 bytes as a server would', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (input) => utf8Length(input) === new TextEncoder().encode(input).byteLength))
  })
})
