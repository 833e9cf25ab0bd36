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
  readonly first: number
  readonly last: number
  readonly isHan: boolean
}

/** The longest sound of one character: zhuang. */
const MAX_SOUND = 6
const [G, H, L, N, S] = [7, 8, 12, 14, 19]
const SMALL_L = 0x6c

export function soundsOf(glyphs: Glyphs, symbols: Symbols): Sounds {
  const row = new SoundRow(glyphs.folded.length + symbols.hanCount * (MAX_SOUND - 1))
  const { pinyin } = foldTables()
  for (let at = 0; at < symbols.count; at += 1) {
    const code = symbols.codes[at] ?? 0
    if (isLatin(code)) {
      const from = at
      while (at + 1 < symbols.count && symbols.gaps[at + 1] === 0 && isLatin(symbols.codes[at + 1] ?? 0)) at += 1
      // By glyph: one symbol may be an l and an i.
      row.addUnit(glyphs.folded, symbols.first[from] ?? 0, symbols.behind[at] ?? 0, { symbol: from, lastSymbol: at, isHan: false })
    } else {
      const sound = pinyin.get(code)
      // A character of unknown sound ends every match.
      if (sound === undefined) row.addCode(code)
      else row.addUnit(sound, 0, sound.length, { symbol: at, lastSymbol: at, isHan: true })
    }
  }
  return row
}

class SoundRow implements Sounds {
  count = 0
  readonly codes: Int32Array
  readonly starting: Int32Array
  readonly ending: Int32Array
  readonly units: SoundUnit[] = []

  constructor(size: number) {
    this.codes = new Int32Array(size)
    this.starting = new Int32Array(size).fill(-1)
    this.ending = new Int32Array(size).fill(-1)
  }

  addCode(code: number): void {
    this.codes[this.count] = code
    this.count += 1
  }

  addUnit(letters: string, start: number, end: number, unit: Pick<SoundUnit, 'symbol' | 'lastSymbol' | 'isHan'>): void {
    let first = -1
    for (let at = start; at < end; at += 1) {
      this.#addLetter(letters.charCodeAt(at))
      if (first < 0) first = this.count - 1
    }
    const last = this.count - 1
    this.starting[first] = this.units.length
    if ((this.ending[last] ?? -1) < 0) this.ending[last] = this.units.length
    this.units.push({ ...unit, first, last })
  }

  /** Adds a letter, unless it is folded into the one before. In pinyin, l and i are different letters. */
  #addLetter(letter: number): void {
    const code = letter === SMALL_L ? L : latinClass(letter)
    const before = this.count === 0 ? 0 : (this.codes[this.count - 1] ?? 0)
    if (this.count > 0 && (code === before || (code === H && before === S) || (code === G && before === N))) return
    this.addCode(code)
  }
}
