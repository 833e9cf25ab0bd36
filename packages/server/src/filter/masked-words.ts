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

/** Finds words in which signs cover letters, each sign one letter, and the first letter is open. */
export function maskedWords({ folded, starts, ends }: Glyphs): Range[] {
  const found: Range[] = []
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
