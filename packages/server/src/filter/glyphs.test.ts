import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldedOf, glyphsOf } from './glyphs.ts'

test('a text is folded alike with and without the places of its glyphs', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme-ascii' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('Høst', 'ＡＢＣ', '小明', 'a\tb', '\x7f'),
  )
  fc.assert(
    fc.property(text, (given) => {
      expect(foldedOf(given)).toBe(glyphsOf(given).folded)
    }),
  )
})
