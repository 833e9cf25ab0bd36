import { type Glyphs, glyphsOf } from './glyphs.ts'
import { type Sounds, soundsOf } from './sounds.ts'
import { isLatin, type Symbols, symbolsOf } from './symbols.ts'

/** A text, read in the ways in which words are looked for. */
export interface ReadText {
  readonly glyphs: Glyphs
  readonly symbols: Symbols
  readonly hasHan: boolean
  /** Lazily: a list without Chinese words does not need it. */
  sounds(): Sounds
}

export function readText(text: string): ReadText {
  const glyphs = glyphsOf(text)
  const symbols = symbolsOf(glyphs)
  let sounds: Sounds | null = null
  const hasHan = symbols.codes.subarray(0, symbols.count).some((code) => !isLatin(code))
  return { glyphs, symbols, hasHan, sounds: () => (sounds ??= soundsOf(glyphs, symbols)) }
}
