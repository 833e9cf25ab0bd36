import type { Range } from './finding.ts'
import type { Glyphs } from './glyphs.ts'

/** One character so often in a row is no cheer but a flood: a long 哈哈哈 is shorter. */
const MAX_RUN = 40
/** Letters of a text from which on its variety is looked at. */
const MIN_LETTERS = 60
/** The longest unit of which a text is a repetition. */
const MAX_UNIT = 40
/** A unit so often is a flood: 新婚快乐 five times is joy. */
const MAX_TIMES = 8

/** Finds a flood within one text: one character, or one short text again and again. */
export function oneTextRepeats({ folded, starts, ends }: Glyphs): Range[] {
  const letters = folded.replace(/[\s\u2022!！~～.。,，]/g, '')
  if (longestRun(folded) > MAX_RUN || (letters.length >= MIN_LETTERS && isRepetition(letters)))
    return [{ start: starts[0] ?? 0, end: ends[folded.length - 1] ?? 0 }]
  return []
}

function longestRun(folded: string): number {
  let longest = 0
  let run = 0
  for (let at = 0; at < folded.length; at += 1) {
    run = at > 0 && folded.charCodeAt(at) === folded.charCodeAt(at - 1) ? run + 1 : 1
    if (run > longest) longest = run
  }
  return longest
}

/** Whether the text is a short unit many times. The borders of its prefixes (Knuth, Morris, Pratt) give the smallest unit in linear time. */
function isRepetition(letters: string): boolean {
  const border = new Int32Array(letters.length)
  for (let at = 1, length = 0; at < letters.length; at += 1) {
    const unit = letters.charCodeAt(at)
    while (length > 0 && unit !== letters.charCodeAt(length)) length = border[length - 1] ?? 0
    if (unit === letters.charCodeAt(length)) length += 1
    border[at] = length
  }
  const unit = letters.length - (border[letters.length - 1] ?? 0)
  return unit <= MAX_UNIT && letters.length / unit > MAX_TIMES
}
