import { type Glyphs, isHan } from './glyphs.ts'

/** Bits of the gap before a symbol: characters between it and the symbol before. 0: none. */
export const GAP = { other: 1, space: 2, line: 4, sentence: 8 } as const

/**
 * The letters of a text in a row, for matching words: Latin letters and what stands for one (`1`, `$`) as classes 1 to 27, Chinese characters
 * as themselves. A Latin letter that is repeated within a word is one symbol. All else is a gap.
 */
export interface Symbols {
  readonly count: number
  /** How many of them are Chinese characters. */
  readonly hanCount: number
  readonly codes: Int32Array
  /** Glyphs of the symbol: first, and behind the last. */
  readonly first: Int32Array
  readonly behind: Int32Array
  /** How many glyphs are real letters, and not digits in their place. */
  readonly letters: Int32Array
  readonly gaps: Uint8Array
}

const LATIN_CLASSES = 27
const OTHER_DIGIT = 27
/** Digits and signs that stand for a letter. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '+': 't',
  // They look alike, or are written for each other: shlt, fvck.
  l: 'i',
  v: 'u',
}
const CLASSES = new Uint8Array(128)
for (let code = 97; code <= 122; code += 1) CLASSES[code] = code - 96
for (const [char, letter] of Object.entries(STANDS_FOR)) CLASSES[char.charCodeAt(0)] = letter.charCodeAt(0) - 96
CLASSES[50] = OTHER_DIGIT

const SENTENCE = new Set(Array.from(',.!?;:，。！？；：、…~～', (char) => char.charCodeAt(0)))

/** Whether a symbol is a Latin letter or a digit. */
export function isLatin(code: number): boolean {
  return code <= LATIN_CLASSES
}

/** The class of a Latin letter or a digit, by its code unit. */
export function latinClass(unit: number): number {
  return CLASSES[unit] ?? 0
}

export function symbolsOf({ folded }: Glyphs): Symbols {
  const size = folded.length
  const codes = new Int32Array(size)
  const first = new Int32Array(size)
  const behind = new Int32Array(size)
  const letters = new Int32Array(size)
  const gaps = new Uint8Array(size)
  let count = 0
  let hanCount = 0
  let gap = 0
  for (let at = 0; at < size; at += 1) {
    const unit = folded.charCodeAt(at)
    const isChinese = unit > 0x7f && isHan(unit)
    const code = isChinese ? unit : latinAt(folded, at, unit)
    if (code === 0) {
      gap |= gapOf(unit)
      continue
    }
    if (isChinese) hanCount += 1
    const isReal = isChinese || !(unit >= 0x30 && unit <= 0x39) ? 1 : 0
    if (count > 0 && gap === 0 && code === codes[count - 1] && isLatin(code)) {
      behind[count - 1] = at + 1
      letters[count - 1] = (letters[count - 1] ?? 0) + isReal
      continue
    }
    codes[count] = code
    first[count] = at
    behind[count] = at + 1
    letters[count] = isReal
    gaps[count] = gap
    gap = 0
    count += 1
  }
  return { count, hanCount, codes, first, behind, letters, gaps }
}

function latinAt(folded: string, at: number, unit: number): number {
  if (unit >= 128) return 0
  if (unit >= 0x30 || unit === 0x24) {
    if (unit !== 0x24 && unit !== 0x40 && unit !== 0x7c) return CLASSES[unit] ?? 0
  } else if (unit !== 0x21 && unit !== 0x2b) return 0
  // A sign stands for a letter only beside one.
  const before = at > 0 ? folded.charCodeAt(at - 1) : 0
  const after = folded.charCodeAt(at + 1)
  const isBefore = isLetter(before) || (unit === 0x24 && before === 0x24)
  if (unit === 0x24) return isBefore || isLetter(after) ? (CLASSES[unit] ?? 0) : 0
  const isAfter = isLetter(after) || after === 0x24
  return isAfter && (isBefore || unit === 0x40) ? (CLASSES[unit] ?? 0) : 0
}

function isLetter(unit: number): boolean {
  return unit >= 97 && unit <= 122
}

function gapOf(unit: number): number {
  if (unit === 0x20) return GAP.space
  if (unit === 0x0a) return GAP.line
  return SENTENCE.has(unit) ? GAP.sentence : GAP.other
}
