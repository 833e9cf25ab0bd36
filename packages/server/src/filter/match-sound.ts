import { standsInClause } from './match-spelling.ts'
import { borderAfter, type Sounds, type SoundUnits } from './sounds.ts'
import { GAP, isLatin, type Symbols } from './symbols.ts'
import type { Word, WordSound } from './word-entry.ts'

/** Units of one match. More are there only where many share a letter (`a a a a`), which would cost each match the whole text. */
const MAX_UNITS = 64
/** So many letters one by one are read as one word. */
const MIN_SPELT = 4

/** How the characters of a word are written in a text. */
interface Kinds {
  han: number
  exact: number
  latin: number
}

/** A word whose sound was found: the symbols that it takes, or null if the units of the text are not those of the word. */
export function matchesSound(word: Word, symbols: Symbols, sounds: Sounds, last: number): { first: number; behind: number } | null {
  const { sound } = word
  if (sound === null) return null
  const start = last + 1 - sound.codes.length
  const firstUnit = sounds.starting[start] ?? -1
  const lastUnit = sounds.ending[last] ?? -1
  if (firstUnit < 0 || lastUnit < firstUnit || lastUnit - firstUnit > MAX_UNITS) return null
  const kinds = kindsOf(sounds.units, firstUnit, lastUnit, sound, symbols)
  if (kinds === null || !isAllowed(word, kinds)) return null
  const first = sounds.units.symbol[firstUnit] ?? 0
  const behind = (sounds.units.lastSymbol[lastUnit] ?? 0) + 1
  if (!standsInClause(word, symbols, first, behind - 1)) return null
  if (word.flags.acrossSentences) return { first, behind }
  for (let at = first + 1; at < behind; at += 1) if ((symbols.gaps[at] ?? 0) & GAP.sentence) return null
  return { first, behind }
}

/** Null where a unit of the text ends within a character of the word. Latin letters one by one may. */
function kindsOf(units: SoundUnits, firstUnit: number, lastUnit: number, sound: WordSound, symbols: Symbols): Kinds | null {
  if (isSpelt(units, firstUnit, lastUnit, symbols)) return { han: 0, exact: 0, latin: sound.characters.length }
  const start = units.first[firstUnit] ?? 0
  const kinds = { han: 0, exact: 0, latin: 0 }
  let character = 0
  for (let unit = firstUnit; unit <= lastUnit; unit += 1) {
    const ending = unit === lastUnit ? sound.characters.length - 1 : sound.borders.indexOf(borderAfter(units, unit, start), character)
    if (ending < character) return null
    const code = symbols.codes[units.symbol[unit] ?? 0] ?? 0
    if (isLatin(code)) kinds.latin += 1
    else if (ending !== character) return null
    else {
      kinds.han += 1
      if (code === sound.characters[character]) kinds.exact += 1
    }
    character = ending + 1
  }
  return kinds
}

function isSpelt({ symbol, first, last }: SoundUnits, firstUnit: number, lastUnit: number, symbols: Symbols): boolean {
  if (lastUnit - firstUnit + 1 < MIN_SPELT) return false
  for (let unit = firstUnit; unit <= lastUnit; unit += 1)
    if (first[unit] !== last[unit] || !isLatin(symbols.codes[symbol[unit] ?? 0] ?? 0)) return false
  return true
}

function isAllowed({ flags }: Word, { han, exact, latin }: Kinds): boolean {
  if (han === 0) return flags.pinyin
  // Written as in the list: it was found by its spelling.
  if (latin === 0) return flags.homophones && exact < han
  return flags.homophones || (flags.mixed && exact > 0)
}
