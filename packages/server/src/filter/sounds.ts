import { foldTables } from './fold-tables.ts'
import type { Glyphs } from './glyphs.ts'
import { isLatin, latinClass, type Symbols } from './symbols.ts'

/**
 * A text as it sounds in Mandarin, in letters of pinyin: 傻bi, sha逼 and 沙币 are all `sabi`. Spellings that southern speakers mix are one: zh
 * and z, ch and c, sh and s, ng and n. A unit is a Chinese character or a Latin word.
 */
export interface Sounds {
  readonly count: number
  readonly codes: Int32Array
  readonly units: readonly SoundUnit[]
  /** By letter: the unit that starts there, and the one that ends there, or -1. */
  readonly starting: Int32Array
  readonly ending: Int32Array
}

export interface SoundUnit {
  /** Its symbols: first, and last. */
  readonly symbol: number
  readonly lastSymbol: number
  /** Its letters: first and last. Two units share a letter where one ends with the letter with which the next begins. */
  first: number
  last: number
  readonly isHan: boolean
}

/** The longest sound of one character: zhuang. */
const MAX_SOUND = 6
const [H, G, N] = [8, 7, 14]
/** c, s and z. */
const BEFORE_H = new Set([3, 19, 26])

export function soundsOf(glyphs: Glyphs, symbols: Symbols): Sounds {
  const { pinyin } = foldTables()
  const codes = new Int32Array(symbols.count * MAX_SOUND + glyphs.folded.length)
  const starting = new Int32Array(codes.length).fill(-1)
  const ending = new Int32Array(codes.length).fill(-1)
  const units: SoundUnit[] = []
  let count = 0
  /** Adds a letter, unless it is folded into the one before, and returns the index of the letter that it is. */
  const add = (code: number): number => {
    const before = count === 0 ? 0 : (codes[count - 1] ?? 0)
    if (count > 0 && (code === before || (code === H && BEFORE_H.has(before)) || (code === G && before === N))) return count - 1
    codes[count] = code
    count += 1
    return count - 1
  }
  for (let at = 0; at < symbols.count; at += 1) {
    const code = symbols.codes[at] ?? 0
    const isHan = !isLatin(code)
    const from = at
    let first = -1
    let last = -1
    const addLetter = (letter: number) => {
      last = add(letter)
      if (first < 0) first = last
    }
    if (isHan) {
      const sound = pinyin.get(code)
      if (sound === undefined) {
        // A character of unknown sound ends every match.
        codes[count] = code
        count += 1
        continue
      }
      for (let i = 0; i < sound.length; i += 1) addLetter(letterClass(sound.charCodeAt(i)))
    } else {
      while (at + 1 < symbols.count && symbols.gaps[at + 1] === 0 && isLatin(symbols.codes[at + 1] ?? 0)) at += 1
      // By glyph: one symbol may be an l and an i.
      for (let glyph = symbols.first[from] ?? 0; glyph < (symbols.behind[at] ?? 0); glyph += 1) addLetter(letterClass(glyphs.folded.charCodeAt(glyph)))
    }
    starting[first] = units.length
    if ((ending[last] ?? -1) < 0) ending[last] = units.length
    units.push({ symbol: from, lastSymbol: at, first, last, isHan })
  }
  return { count, codes, units, starting, ending }
}

const L = 12
const SMALL_L = 'l'.charCodeAt(0)

/** In pinyin, l and i are different letters. */
function letterClass(unit: number): number {
  return unit === SMALL_L ? L : latinClass(unit)
}
