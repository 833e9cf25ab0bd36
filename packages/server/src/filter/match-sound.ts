import { standsInClause } from './match-spelling.ts'
import type { Sounds, SoundUnit } from './sounds.ts'
import { GAP, type Symbols } from './symbols.ts'
import type { Word, WordSound } from './word-entry.ts'

/** Units of one match. More are there only where many share a letter (`a a a a`), which would cost each match the whole text. */
const MAX_UNITS = 64

/** A word whose sound was found: the symbols that it takes, or null if the units of the text are not those of the word. */
export function matchesSound(word: Word, symbols: Symbols, sounds: Sounds, last: number): { first: number; behind: number } | null {
  const { sound } = word
  if (sound === null) return null
  const start = last + 1 - sound.codes.length
  const firstUnit = sounds.starting[start] ?? -1
  const lastUnit = sounds.ending[last] ?? -1
  if (firstUnit < 0 || lastUnit < firstUnit || lastUnit - firstUnit > MAX_UNITS) return null
  const units = sounds.units.slice(firstUnit, lastUnit + 1)
  const kinds = kindsOf(units, sound, symbols, start)
  if (kinds === null || !isAllowed(word, kinds)) return null
  const first = units[0]?.symbol ?? 0
  const behind = (units.at(-1)?.lastSymbol ?? 0) + 1
  if (!standsInClause(word, symbols, first, behind - 1)) return null
  for (let at = first + 1; at < behind; at += 1)
    if ((symbols.gaps[at] ?? 0) & GAP.sentence && !word.flags.acrossSentences) return null
  return { first, behind }
}

/** How the characters of a word are written in a text. */
interface Kinds {
  readonly han: number
  readonly exact: number
  readonly latin: number
}

/** Null where a unit of the text ends within a character of the word. Latin letters one by one may. */
function kindsOf(units: readonly SoundUnit[], sound: WordSound, symbols: Symbols, start: number): Kinds | null {
  const kinds = { han: 0, exact: 0, latin: 0 }
  const isSpelt = units.length >= 4 && units.every(({ isHan, first, last }) => !isHan && first === last)
  if (isSpelt) return { ...kinds, latin: sound.characters.length }
  let character = 0
  for (const [at, unit] of units.entries()) {
    const next = units[at + 1]
    const border = unit.last - start + (next === undefined ? unit.last + 1 : next.first) - start
    const ending = next === undefined ? sound.characters.length - 1 : sound.borders.indexOf(border, character)
    if (ending < character) return null
    if (unit.isHan && ending !== character) return null
    if (unit.isHan) {
      kinds.han += 1
      if (symbols.codes[unit.symbol] === sound.characters[character]) kinds.exact += 1
    } else kinds.latin += 1
    character = ending + 1
  }
  return kinds
}

function isAllowed({ flags }: Word, { han, exact, latin }: Kinds): boolean {
  if (han === 0) return flags.pinyin
  // Written as in the list: it was found by its spelling.
  if (latin === 0) return flags.homophones && exact < han
  return flags.homophones || (flags.mixed && exact > 0)
}
