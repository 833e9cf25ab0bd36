import { glyphsOf } from './glyphs.ts'
import { borderAfter, soundsOf } from './sounds.ts'
import { isLatin, type Symbols, symbolsOf } from './symbols.ts'

/**
 * How a word is found besides as it is written. Words of lists carry these letters behind a slash: `傻逼/php`.
 * h: by characters of the same sound; p: in pinyin; x: not by sound at all; s: also across the end of a sentence; b, e: only where a
 * clause begins or ends; c: only in a text with Chinese, or alone; w: only as a word of its own, with no ending (spic-es) and not in pieces (pen is);
 * d: only disguised, its letters apart or with a digit in the place of one. A name (Dick) is not written so.
 */
export interface WordFlags {
  readonly homophones: boolean
  readonly pinyin: boolean
  readonly mixed: boolean
  readonly acrossSentences: boolean
  readonly inChinese: boolean
  readonly atClauseStart: boolean
  readonly atClauseEnd: boolean
  readonly inPieces: boolean
  readonly withEndings: boolean
  readonly disguised: boolean
}

/** A word as the filter looks for it. */
export interface Word {
  readonly flags: WordFlags
  /** Symbols, and how often each must be there at least: `ass` is a, s twice. */
  readonly codes: readonly number[]
  readonly counts: readonly number[]
  /** `*` before or behind a Latin word: other letters may stand there. */
  readonly openStart: boolean
  readonly openEnd: boolean
  readonly isPhrase: boolean
  readonly isLatin: boolean
  /** Its characters, and its sound with the places where a character ends; null for a word that is not looked for by sound. */
  readonly sound: WordSound | null
}

export interface WordSound {
  readonly codes: readonly number[]
  readonly characters: readonly number[]
  /** By character: `borderAfter`. */
  readonly borders: readonly number[]
}

/** From so many characters on, a sound is distinct enough to be found in pinyin, and in other characters. */
const DISTINCT_IN_PINYIN = 3
const DISTINCT_IN_CHARACTERS = 4

/** Reads one entry of a list. Returns null for one without letters. */
export function wordOf(entry: string): Word | null {
  const slash = entry.lastIndexOf('/')
  const letters = slash < 0 ? '' : entry.slice(slash + 1)
  const text = (slash < 0 ? entry : entry.slice(0, slash)).trim()
  const glyphs = glyphsOf(text.replace(/^\*|\*$/g, ''))
  const symbols = symbolsOf(glyphs)
  if (symbols.count === 0) return null
  const codes = Array.from(symbols.codes.subarray(0, symbols.count))
  const isAllHan = codes.every((code) => !isLatin(code))
  const bySound = isAllHan && codes.length > 1 && !letters.includes('x')
  const flags: WordFlags = {
    homophones: bySound && (codes.length >= DISTINCT_IN_CHARACTERS || letters.includes('h')),
    pinyin: bySound && (codes.length >= DISTINCT_IN_PINYIN || letters.includes('p')),
    mixed: bySound,
    acrossSentences: letters.includes('s'),
    inChinese: letters.includes('c'),
    atClauseStart: letters.includes('b'),
    atClauseEnd: letters.includes('e'),
    withEndings: !letters.includes('w'),
    inPieces: !letters.includes('w') && codes.length >= 4,
    disguised: letters.includes('d'),
  }
  return {
    flags,
    codes,
    counts: codes.map((_, at) => (symbols.behind[at] ?? 0) - (symbols.first[at] ?? 0)),
    openStart: text.startsWith('*'),
    openEnd: text.endsWith('*'),
    isPhrase: symbols.gaps.some((gap) => gap !== 0),
    isLatin: codes.every(isLatin),
    sound: bySound ? soundOf(glyphs, symbols) : null,
  }
}

function soundOf(glyphs: ReturnType<typeof glyphsOf>, symbols: Symbols): WordSound | null {
  const { codes, count, units } = soundsOf(glyphs, symbols)
  if (units.count !== symbols.count) return null
  const indexes = Array.from({ length: units.count }, (_, unit) => unit)
  return {
    codes: Array.from(codes.subarray(0, count)),
    characters: indexes.map((unit) => symbols.codes[units.symbol[unit] ?? 0] ?? 0),
    borders: indexes.map((unit) => borderAfter(units, unit, 0)),
  }
}
