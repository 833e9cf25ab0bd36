import type { ReadText } from './read-text.ts'
import { GAP, isLatin, type Symbols } from './symbols.ts'
import type { Word } from './word-entry.ts'

/** Endings of Latin words, as letters of `symbols.ts` (l is i there). */
const ENDINGS = new Set(['s', 'es', 'z', 'ed', 'er', 'ers', 'ing'])
const LONGEST_ENDING = 3
const MIN_JOINED_PHRASE = 7

/** Whether a word that the automaton found stands there as a word, and not by chance in or across others. */
export function matchesSpelling(word: Word, { symbols }: ReadText, first: number, last: number, isSpaced: boolean): boolean {
  if (word.flags.inChinese && symbols.hanCount === 0 && last - first + 1 < symbols.count) return false
  if (!standsInClause(word, symbols, first, last)) return false
  if (!isSpaced && !hasCounts(word, symbols, first)) return false
  const { gapCount, gapKinds } = gapsWithin(symbols, first, last)
  if (gapKinds & GAP.sentence && !word.isLatin && !word.flags.acrossSentences) return false
  if (!word.isLatin) return startsWell(word, symbols, first) && endsWell(symbols, last)
  if (!hasEnoughLetters(symbols, first, last)) return false
  if (word.flags.disguised && gapCount !== last - first && !hasDigit(symbols, first, last)) return false
  // Written as one, a short phrase is too likely part of a word: `go die` and `goodie`.
  if (gapCount === 0 && word.isPhrase && word.codes.length < MIN_JOINED_PHRASE) return false
  if (gapCount === 0) return !isSpaced && startsWell(word, symbols, first) && endsAsWord(word, symbols, last)
  if (gapCount === last - first) return last - first >= 2 && startsWell(word, symbols, first, true) && endsWell(symbols, last)
  if (word.isPhrase) return startsWell(word, symbols, first) && endsAsWord(word, symbols, last)
  if (isSpaced || !word.flags.inPieces) return false
  return isBorder(symbols, first) && (word.openEnd || endsWell(symbols, last))
}

/** Whether a word that is one only at the start or the end of a clause stands there. */
export function standsInClause({ flags }: Word, symbols: Symbols, first: number, last: number): boolean {
  if (flags.atClauseStart && first > 0 && (symbols.gaps[first] ?? 0) === 0) return false
  return !flags.atClauseEnd || last + 1 >= symbols.count || (symbols.gaps[last + 1] ?? 0) !== 0
}

function endsAsWord(word: Word, symbols: Symbols, last: number): boolean {
  return word.openEnd || endsWell(symbols, last) || hasEnding(word, symbols, last)
}

function hasCounts({ counts }: Word, symbols: Symbols, first: number): boolean {
  return counts.every((count, at) => count === 1 || (symbols.behind[first + at] ?? 0) - (symbols.first[first + at] ?? 0) >= count)
}

function gapsWithin({ gaps }: Symbols, first: number, last: number): { gapCount: number; gapKinds: number } {
  let gapCount = 0
  let gapKinds = 0
  for (let at = first + 1; at <= last; at += 1) {
    const gap = gaps[at] ?? 0
    if (gap !== 0) gapCount += 1
    gapKinds |= gap
  }
  return { gapCount, gapKinds }
}

/** At least half are letters: table 455 and seat A55 are no word. */
function hasEnoughLetters(symbols: Symbols, first: number, last: number): boolean {
  let glyphs = 0
  let letters = 0
  for (let at = first; at <= last; at += 1) {
    glyphs += (symbols.behind[at] ?? 0) - (symbols.first[at] ?? 0)
    letters += symbols.letters[at] ?? 0
  }
  return letters * 2 >= glyphs
}

function hasDigit(symbols: Symbols, first: number, last: number): boolean {
  for (let at = first; at <= last; at += 1)
    if ((symbols.letters[at] ?? 0) < (symbols.behind[at] ?? 0) - (symbols.first[at] ?? 0)) return true
  return false
}

function startsWell(word: Word, symbols: Symbols, first: number, isApart = false): boolean {
  if (word.openStart && !isApart) return true
  return isBorder(symbols, first)
}

/** Whether no Latin letter stands directly before the symbol. */
function isBorder(symbols: Symbols, first: number): boolean {
  if (first === 0 || (symbols.gaps[first] ?? 0) !== 0) return true
  return !isLatin(symbols.codes[first] ?? 0) || !isLatin(symbols.codes[first - 1] ?? 0) || symbols.letters[first - 1] === 0
}

/** Whether no Latin letter stands directly behind the symbol; digits may. */
function endsWell(symbols: Symbols, last: number): boolean {
  const next = last + 1
  if (next >= symbols.count || (symbols.gaps[next] ?? 0) !== 0) return true
  return !isLatin(symbols.codes[last] ?? 0) || !isLatin(symbols.codes[next] ?? 0) || symbols.letters[next] === 0
}

function hasEnding(word: Word, symbols: Symbols, last: number): boolean {
  if (!word.flags.withEndings) return false
  let ending = ''
  for (let at = last + 1; at < symbols.count && (symbols.gaps[at] ?? 0) === 0 && isLatin(symbols.codes[at] ?? 0); at += 1) {
    if (ending.length === LONGEST_ENDING) return false
    ending += String.fromCharCode(96 + (symbols.codes[at] ?? 0))
  }
  return ENDINGS.has(ending)
}
