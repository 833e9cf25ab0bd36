import type { Range } from './finding.ts'
import type { Glyphs } from './glyphs.ts'

/** Signs that cover a letter. */
const MASKS = '*#_?%^&@●■█○□×-'
const TOKEN = /[a-z@$!0-9*#_?%^&●■█○□-]{3,24}/g
const STARTS_WITH_LETTER = /^[a-z]/
const MASK = /[*#_?%^&@●■█○□-]/

/** Words that people write with letters covered: `f**k`. Only such as leave no doubt when half of the letters are covered. */
const COVERED =
  'fuck fucker fucking fucked shit shits shitty bitch bitches idiot dumbass scumbag nudes cunt asshole bullshit motherfucker dickhead whore pussy bastard slut nigger nigga faggot wanker blowjob porn penis cocksucker twat retard wankers sluts whores pussies faggots assholes rapist raped'
const BY_SHAPE = new Map<string, string[]>()
for (const word of COVERED.split(' ')) {
  const shape = `${word[0] ?? ''}${word.length}`
  BY_SHAPE.set(shape, [...(BY_SHAPE.get(shape) ?? []), word])
}

const WORDS = new Set(COVERED.split(' '))
/** Letters with one or two digits between each two of them, with bounded repetitions: the work is linear. */
export const DIGITS_BETWEEN = /(?<![a-z0-9])[a-z](?:[0-9]{1,2}[a-z]){3,12}(?![a-z])/g

/** Finds words in which signs cover letters, each sign one letter, and the first letter is open; and words with digits between their letters: `f1u1c1k`. */
export function maskedWords({ folded, starts, ends }: Glyphs): Range[] {
  const found: Range[] = []
  for (const match of folded.matchAll(DIGITS_BETWEEN)) {
    const [token] = match
    if (WORDS.has(token.replace(/[0-9]/g, '')))
      found.push({ start: starts[match.index] ?? 0, end: ends[match.index + token.length - 1] ?? 0 })
  }
  for (const match of folded.matchAll(TOKEN)) {
    const [token] = match
    if (!MASK.test(token) || !STARTS_WITH_LETTER.test(token)) continue
    const shape = `${token[0] ?? ''}${token.length}`
    if (BY_SHAPE.get(shape)?.some((word) => isCovered(token, word)) !== true) continue
    found.push({ start: starts[match.index] ?? 0, end: ends[match.index + token.length - 1] ?? 0 })
  }
  return found
}

/** At most half of the letters, and two in a row at least or not the vowel alone at the end. */
function isCovered(token: string, word: string): boolean {
  let covered = 0
  for (let at = 0; at < word.length; at += 1) {
    if (token[at] === word[at]) continue
    if (!MASKS.includes(token[at] ?? '')) return false
    covered += 1
  }
  return covered > 0 && covered * 2 <= word.length
}
