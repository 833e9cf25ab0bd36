import { breakParts, tiedParts } from './break-parts.ts'
import type { Breaks } from './text-fit.ts'
import { WIDE } from './text-width.ts'

/** A part of a text as it is set. */
export interface TextRun {
  readonly text: string
  /** `mark`: Chinese sets it closer to what follows. `latin`: a quote of a Latin word. `tied`: it never breaks. */
  readonly kind: 'plain' | 'mark' | 'latin' | 'tied'
  /** A line may break before it. */
  readonly breaksBefore: boolean
}

/** The classes of the runs that are elements. */
export const RUN_CLASSES: Readonly<Record<Exclude<TextRun['kind'], 'plain'>, string>> = {
  mark: 'gw-card__mark',
  latin: 'gw-card__latin',
  tied: 'gw-card__tied',
}

/** A full-width mark with something behind it on its line. */
const MARK = /^[，、：；。！？][^\s，、：；。！？”’）》」』]$/u
const LATIN_QUOTES = [
  // Around words of Latin letters alone.
  /“[^“”\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]*”/gu,
  // In a word or behind it.
  /\p{Script=Latin}\p{M}*’/gu,
]
/** Before a word. */
const LATIN_OPENING = /[‘’](?=[\p{Script=Latin}\d])/gu

/** The end of a paragraph: the last characters of which none may stand on a line alone, with their marks. */
const PARAGRAPH_END = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{3}[\p{Po}\p{Pe}\p{Pf}\p{Pd}～]*$/gmu

/** The runs of a text. The wall draws them, and `CardRuler` measures them. */
export function textRuns(text: string, breaks: Breaks): TextRun[] {
  if (breaks === 'letters') return joined(tiedParts(text).map((part) => [part, Array.from(part).length > 1 ? 'tied' : 'plain', false]))
  const latin = latinQuotes(text)
  // Where any character may begin a line, a browser leaves the last one alone.
  const ends = breaks === 'anywhere' ? endsOf(text) : new Set<number>()
  let at = 0
  const pieces = (breaks === 'words' ? breakParts(text) : [text]).flatMap((part, index) =>
    part.split('').map((unit, inPart) => {
      const kind = latin.has(at) ? 'latin' : ends.has(at) ? 'tied' : MARK.test(text.slice(at, at + 2)) ? 'mark' : 'plain'
      at += 1
      return [unit, kind, index > 0 && inPart === 0] as const
    }),
  )
  return joined(pieces, ['plain', 'tied'])
}

function endsOf(text: string): ReadonlySet<number> {
  return new Set(
    [...text.matchAll(PARAGRAPH_END)].flatMap(({ 0: found, index }) => Array.from({ length: found.length }, (_, at) => index + at)),
  )
}

type Piece = readonly [text: string, kind: TextRun['kind'], breaksBefore: boolean]

/** Pieces of these kinds between which no line may break become one run. */
function joined(pieces: readonly Piece[], kinds: readonly TextRun['kind'][] = ['plain']): TextRun[] {
  const runs: TextRun[] = []
  for (const [text, kind, breaksBefore] of pieces) {
    const last = runs[runs.length - 1]
    if (last?.kind === kind && kinds.includes(kind) && !breaksBefore) runs[runs.length - 1] = { ...last, text: last.text + text }
    else runs.push({ text, kind, breaksBefore })
  }
  return runs
}

/** Where quotes and apostrophes of Latin words stand in a text whose face would set them as wide as a character. */
function latinQuotes(text: string): ReadonlySet<number> {
  const places = new Set<number>()
  if (!WIDE.test(text)) return places
  for (const quotes of LATIN_QUOTES) {
    for (const { 0: found, index } of text.matchAll(quotes)) {
      if (found.startsWith('“')) places.add(index)
      places.add(index + found.length - 1)
    }
  }
  for (const { index } of text.matchAll(LATIN_OPENING)) if (!WIDE.test(text.slice(index - 1, index))) places.add(index)
  return places
}
