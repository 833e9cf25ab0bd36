import { Automaton } from './automaton.ts'
import type { Range } from './finding.ts'
import { matchesSound } from './match-sound.ts'
import { matchesSpelling } from './match-spelling.ts'
import type { ReadText } from './read-text.ts'
import { isLatin, type Symbols } from './symbols.ts'
import { type Word, wordOf } from './word-entry.ts'

/** A match: the list in which its word stands, and its symbols: first, and behind the last. */
export interface Match {
  readonly list: number
  readonly first: number
  readonly behind: number
}

interface ListedWord {
  readonly word: Word
  readonly list: number
}

/** Finds the words of several lists in one pass. */
export class WordMatcher {
  readonly #spelt: readonly (ListedWord & { isSpaced: boolean })[]
  readonly #spellings: Automaton
  readonly #sounded: readonly ListedWord[]
  readonly #sounds: Automaton

  constructor(...lists: readonly (readonly string[])[]) {
    const words = lists.flatMap((entries, list): ListedWord[] =>
      entries.flatMap((entry) => wordOf(entry) ?? []).map((word) => ({ word, list })),
    )
    // A doubled letter is one symbol within a word and two symbols where the letters are written apart.
    const spaced = words.filter(({ word }) => word.counts.some((count) => count > 1))
    this.#spelt = [...words.map((word) => ({ ...word, isSpaced: false })), ...spaced.map((word) => ({ ...word, isSpaced: true }))]
    this.#spellings = new Automaton(this.#spelt.map(({ word, isSpaced }) => (isSpaced ? apart(word) : word.codes)))
    this.#sounded = words.filter(({ word }) => word.sound !== null)
    this.#sounds = new Automaton(this.#sounded.map(({ word }) => word.sound?.codes ?? []))
  }

  matches(text: ReadText): Match[] {
    const { symbols } = text
    const found: Match[] = []
    this.#spellings.scan(symbols.codes, symbols.count, (index, last) => {
      const spelt = this.#spelt[index]
      if (spelt === undefined) return
      const first = last + 1 - (spelt.isSpaced ? spacedLength(spelt.word) : spelt.word.codes.length)
      if (matchesSpelling(spelt.word, text, first, last, spelt.isSpaced)) found.push({ list: spelt.list, first, behind: last + 1 })
    })
    if (this.#sounded.length === 0) return found
    const sounds = text.sounds()
    this.#sounds.scan(sounds.codes, sounds.count, (index, last) => {
      const sounded = this.#sounded[index]
      const match = sounded === undefined ? null : matchesSound(sounded.word, text.symbols, sounds, last)
      if (sounded !== undefined && match !== null) found.push({ list: sounded.list, ...match })
    })
    return found
  }
}

function apart({ codes, counts }: Word): number[] {
  return codes.flatMap((code, at) => Array.from({ length: counts[at] ?? 1 }, () => code))
}

function spacedLength({ counts }: Word): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/**
 * Takes out what an exception contains, and what begins in a Chinese word that began before: 体操 takes 操 away from 操你. Linear in the
 * matches.
 */
export function withoutExceptions(matches: readonly Match[], exceptions: readonly Match[], symbols: Symbols): Match[] {
  if (matches.length === 0 || exceptions.length === 0) return [...matches]
  // By symbol: how far an exception reaches that starts there or before.
  const reach = new Int32Array(symbols.count + 1)
  for (const { first, behind } of exceptions) reach[first] = Math.max(reach[first] ?? 0, behind)
  for (let at = 1; at <= symbols.count; at += 1) reach[at] = Math.max(reach[at] ?? 0, reach[at - 1] ?? 0)
  return matches.filter(({ first, behind }) => {
    if ((reach[first] ?? 0) >= behind) return false
    return isLatin(symbols.codes[first] ?? 0) || first === 0 || (reach[first - 1] ?? 0) <= first
  })
}

/** Matches as ranges of the text. */
export function rangesOf(matches: readonly Match[], { glyphs, symbols }: ReadText): Range[] {
  return matches.map(({ first, behind }) => ({
    start: glyphs.starts[symbols.first[first] ?? 0] ?? 0,
    end: glyphs.ends[(symbols.behind[behind - 1] ?? 1) - 1] ?? 0,
  }))
}
