import { foldTables } from './fold-tables.ts'

/**
 * A text as a reader sees it: look-alikes and full-width forms as ASCII, small letters, simplified characters, marks and invisible characters
 * left out. One code unit for each glyph; emoji and other signs, and characters beyond the BMP, are a bullet.
 */
export interface Glyphs {
  readonly folded: string
  /** For each unit of `folded`, where its character starts and ends in the text. */
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** Stands for an emoji, a sign, or a character beyond the BMP. */
const SYMBOL_UNIT = 0x2022
/** Signs that an address or a word is written with: a heavy plus, half-width and slim forms of dots, and slashes of mathematics and of frames. */
const SIGNS: ReadonlyMap<number, number> = new Map([
  [0x2795, 0x2b],
  [0x2024, 0x2e],
  [0xff61, 0x3002],
  ...[0x2044, 0x2215, 0x2571, 0x27cb, 0x29f8].map((slash): [number, number] => [slash, 0x2f]),
])

/** A character is read as three glyphs at most. */
const MAX_GLYPHS_PER_CHARACTER = 3

/** Marks, joiners, variation selectors and other characters that draw nothing of their own. */
const UNDRAWN = /^[\p{M}\p{Cf}\p{Cc}\u115F\u1160\u3164\uFFA0\u2800\u{E0000}-\u{E0FFF}]$/u

const UNITS = new TextDecoder('utf-16le')

/** Letters, digits, signs and spaces that the fold only makes small. */
const PLAIN = /^[\x20-\x7e]*$/

/** `folded` alone, of a text of whose glyphs nobody asks the places. */
export function foldedOf(text: string): string {
  return PLAIN.test(text) ? text.toLowerCase() : glyphsOf(text).folded
}

/** Folds a text. Work and memory grow with its length alone. */
export function glyphsOf(text: string): Glyphs {
  const { lookAlikes, simplified } = foldTables()
  const size = text.length + countBeyondAscii(text) * (MAX_GLYPHS_PER_CHARACTER - 1)
  const units = new Uint16Array(size)
  const starts = new Int32Array(size)
  const ends = new Int32Array(size)
  let count = 0
  const add = (unit: number, start: number, end: number) => {
    units[count] = unit
    starts[count] = start
    ends[count] = end
    count += 1
  }
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at) ?? 0
    const next = at + (point > 0xffff ? 2 : 1)
    if (point < 0x80) {
      if (point >= 0x20 || point === 0x0a) add(point >= 0x41 && point <= 0x5a ? point + 0x20 : point, at, next)
    } else if (isHan(point)) add(simplified.get(point) ?? point, at, next)
    else {
      const letters = lookAlikes.get(point)
      const sign = SIGNS.get(point)
      if (letters !== undefined) for (let i = 0; i < letters.length; i += 1) add(letters.charCodeAt(i), at, next)
      else if (point >= 0xff01 && point <= 0xff5e) add(point - 0xfee0, at, next)
      else if (sign !== undefined) add(sign, at, next)
      else if (point === 0x3000 || point === 0xa0 || (point >= 0x2000 && point <= 0x200a)) add(0x20, at, next)
      else if (point === 0x2028 || point === 0x2029 || point === 0x85) add(0x0a, at, next)
      else if (!UNDRAWN.test(text.slice(at, next)))
        add(point > 0xffff || (point >= 0x2190 && point <= 0x2bff) ? SYMBOL_UNIT : point, at, next)
    }
    at = next
  }
  return { folded: UNITS.decode(units.subarray(0, count)), starts, ends }
}

function countBeyondAscii(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) count += 1
  return count
}

/** Characters of CJK that the tables know; the ideographic zero counts. */
export function isHan(point: number): boolean {
  // The strokes 丨, 丶 and 丿 are written between characters, as signs are.
  if (point === 0x4e28 || point === 0x4e36 || point === 0x4e3f) return false
  return (point >= 0x4e00 && point <= 0x9fff) || (point >= 0x3400 && point <= 0x4dbf) || point === 0x3007
}
