import { type Glyphs, glyphsOf } from './glyphs.ts'
import { type Sounds, soundsOf } from './sounds.ts'
import { type Symbols, symbolsOf } from './symbols.ts'

/** A text, read in the ways in which words are looked for. */
export interface ReadText {
  readonly glyphs: Glyphs
  readonly symbols: Symbols
  /** Lazily: a list without Chinese words does not need it. */
  sounds(): Sounds
}

export function readText(text: string): ReadText {
  const glyphs = glyphsOf(text)
  const symbols = symbolsOf(glyphs)
  let sounds: Sounds | null = null
  return { glyphs, symbols, sounds: () => (sounds ??= soundsOf(glyphs, symbols)) }
}
