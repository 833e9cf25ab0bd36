import { foldTables } from './fold-tables.ts'
import type { Glyphs } from './glyphs.ts'
import { isLatin, latinClass, type Symbols } from './symbols.ts'

/**
 * A text as it sounds in Mandarin, in letters of pinyin: 傻bi, sha逼 and 沙币 are all `sabi`. Spellings that speakers mix are one: sh and s,
 * ng and n. A unit is a Chinese character or a Latin word.
 */
export interface Sounds {
  readonly count: number
  readonly codes: Int32Array
  /** By letter: the unit that starts there, and the one that ends there, or -1. */
  readonly starting: Int32Array
  readonly ending: Int32Array
  readonly units: SoundUnits
}

/** The units of a text in columns: each text has hundreds. */
export interface SoundUnits {
  readonly count: number
  /** Its symbols: first, and last. */
  readonly symbol: Int32Array
  readonly lastSymbol: Int32Array
  /** Its letters: first and last. Two units share a letter where one ends with the letter with which the next begins. */
  readonly first: Int32Array
  readonly last: Int32Array
}

/** The longest sound of one character: zhuang. */
const MAX_SOUND = 6
const [G, H, L, N, S] = [7, 8, 12, 14, 19]
const SMALL_L = 0x6c

export function soundsOf(glyphs: Glyphs, symbols: Symbols): Sounds {
  const row = new SoundRow(glyphs.folded.length + symbols.hanCount * (MAX_SOUND - 1), symbols.count)
  const { pinyin } = foldTables()
  for (let at = 0; at < symbols.count; at += 1) {
    const code = symbols.codes[at] ?? 0
    if (isLatin(code)) {
      const from = at
      while (at + 1 < symbols.count && symbols.gaps[at + 1] === 0 && isLatin(symbols.codes[at + 1] ?? 0)) at += 1
      // By glyph: one symbol may be an l and an i.
      row.addUnit(glyphs.folded, symbols.first[from] ?? 0, symbols.behind[at] ?? 0, from, at)
    } else {
      const sound = pinyin.get(code)
      // A character of unknown sound ends every match.
      if (sound === undefined) row.addCode(code)
      else row.addUnit(sound, 0, sound.length, at, at)
    }
  }
  return row
}

/**
 * Where a unit ends, counted from a letter: the sum of its last letter and of the first one of the next unit, which is even where they share
 * it.
 */
export function borderAfter({ first, last, count }: SoundUnits, unit: number, from: number): number {
  const end = last[unit] ?? 0
  return end + (unit + 1 < count ? (first[unit + 1] ?? 0) : end + 1) - 2 * from
}

class SoundRow implements Sounds {
  count = 0
  readonly codes: Int32Array
  readonly starting: Int32Array
  readonly ending: Int32Array
  readonly units

  constructor(letters: number, units: number) {
    this.codes = new Int32Array(letters)
    this.starting = new Int32Array(letters).fill(-1)
    this.ending = new Int32Array(letters).fill(-1)
    const column = () => new Int32Array(units)
    this.units = { count: 0, symbol: column(), lastSymbol: column(), first: column(), last: column() }
  }

  addCode(code: number): void {
    this.codes[this.count] = code
    this.count += 1
  }

  addUnit(letters: string, start: number, end: number, symbol: number, lastSymbol: number): void {
    this.#addLetter(letters.charCodeAt(start))
    const first = this.count - 1
    for (let at = start + 1; at < end; at += 1) this.#addLetter(letters.charCodeAt(at))
    const last = this.count - 1
    const { units } = this
    this.starting[first] = units.count
    if ((this.ending[last] ?? -1) < 0) this.ending[last] = units.count
    units.symbol[units.count] = symbol
    units.lastSymbol[units.count] = lastSymbol
    units.first[units.count] = first
    units.last[units.count] = last
    units.count += 1
  }

  /** Adds a letter, unless it is folded into the one before. In pinyin, l and i are different letters. */
  #addLetter(letter: number): void {
    const code = letter === SMALL_L ? L : latinClass(letter)
    const before = this.count === 0 ? 0 : (this.codes[this.count - 1] ?? 0)
    if (this.count > 0 && (code === before || (code === H && before === S) || (code === G && before === N))) return
    this.addCode(code)
  }
}
