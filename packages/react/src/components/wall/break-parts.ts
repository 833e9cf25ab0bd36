import { WORD_JOINER } from './emoji-runs.ts'

/** Marks that begin no line. Dashes belong to what they follow; a straight quote can be either, and is parted from neither side. */
const CLOSING = /^(?![#＃@＠¿¡§※])[\p{Pe}\p{Pf}\p{Po}\p{Pd}～~〜]/u
/** Marks that end no line. */
const OPENING = /[\p{Ps}\p{Pi}¿¡#＃@＠"'＂＇]$/u
/** These belong to the word before them. */
const ENCLITIC = /^(的|[地得了着过吗呢吧啊呀们]$)/u
const SINGLE = /^\p{Script=Han}$/u
const MARK_LAST = /[，、。：；！？]$/u
/** A row of more marks than this breaks where the line ends. */
const MOST_TIED = 6

const hasSegmenter = typeof Intl === 'object' && 'Segmenter' in Intl
const words = hasSegmenter ? new Intl.Segmenter('zh', { granularity: 'word' }) : null
const graphemes = hasSegmenter ? new Intl.Segmenter('zh', { granularity: 'grapheme' }) : null
/** Words, where the browser cannot find them. */
const SIMPLE_WORDS = /\p{Script=Han}|\s+|[^\p{Script=Han}\s]+/gu

function segmentsOf(text: string): string[] {
  return words === null ? (text.match(SIMPLE_WORDS) ?? []) : Array.from(words.segment(text), ({ segment }) => segment)
}

/** Whether no line may break between these two. */
function isTied(before: string, after: string): boolean {
  return CLOSING.test(after) || OPENING.test(before) || before.endsWith(WORD_JOINER) || after.startsWith(WORD_JOINER)
}

/** The parts of a Chinese text between which a line may break. */
export function breakParts(text: string): string[] {
  const parts: string[] = []
  for (const segment of segmentsOf(text)) {
    const before = parts[parts.length - 1]
    // A single character does not end a line that it has begun after a mark.
    const isShort = before !== undefined && SINGLE.test(before) && MARK_LAST.test(parts[parts.length - 2] ?? '')
    const belongs = before !== undefined && (isTied(before, segment) || /^\s/.test(segment) || ENCLITIC.test(segment) || isShort)
    if (belongs) parts[parts.length - 1] = before + segment
    else parts.push(segment)
  }
  return parts
}

/** The parts of a text that stay whole even where words do not: a character with the marks that belong to it. */
export function tiedParts(text: string): string[] {
  const parts: string[] = []
  let length = 0
  for (const grapheme of graphemes === null ? Array.from(text) : Array.from(graphemes.segment(text), ({ segment }) => segment)) {
    const before = parts[parts.length - 1]
    if (before !== undefined && length < MOST_TIED && !/\s$/.test(before) && isTied(before, grapheme)) {
      parts[parts.length - 1] = before + grapheme
      length += 1
    } else {
      parts.push(grapheme)
      length = 1
    }
  }
  return parts
}
