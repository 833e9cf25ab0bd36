import { WORD_JOINER } from './emoji-runs.ts'

/** Marks that begin no line. Dashes belong to what they follow; a straight quote can be either, and is parted from neither side. */
const CLOSING = /^(?![#＃@＠¿¡§※])[\p{Pe}\p{Pf}\p{Po}\p{Pd}～~〜]/u
/** Marks that end no line. */
const OPENING = /[\p{Ps}\p{Pi}¿¡#＃@＠"'＂＇]$/u
/** These belong to the word before them. */
const ENCLITIC = /^(的|[地得了着过吗呢吧啊呀们]$)/u
/** These belong to the word after them. Of other single characters two are a word: 带话. */
const PROCLITIC = /^[老小第每各这那不没很最太更把被给对向从在和跟与为]$/u
const SINGLE = /^\p{Script=Han}$/u
const MARK_LAST = /[，、。：；！？]$/u
/** A phrase of so few characters, as most sayings are, is read as one word. */
const MOST_WHOLE = 4
/** No line begins with fewer characters than these at the end of a phrase, and no last line has fewer at the end of a paragraph. */
const LEAST_IN_PHRASE = 2
const LEAST_AT_END = 3
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
  return phrasesOf(wordParts(text)).flatMap((phrase) => (hanIn(phrase.join('')) <= MOST_WHOLE ? [phrase.join('')] : phrase))
}

/** The parts of each phrase: it ends with a mark or at the end of its line. The last parts of one that are too short for a line of their own are one part. */
function phrasesOf(parts: readonly string[]): string[][] {
  const phrases: string[][] = [[]]
  for (const [at, part] of parts.entries()) {
    const phrase = phrases[phrases.length - 1] as string[]
    phrase.push(part)
    const next = parts[at + 1] ?? '\n'
    const endsParagraph = part.includes('\n') || next.startsWith('\n')
    if (!endsParagraph && !MARK_LAST.test(part)) continue
    const least = endsParagraph ? LEAST_AT_END : LEAST_IN_PHRASE
    while (phrase.length > 1 && isBareHan(phrase[phrase.length - 1] as string) && hanIn(phrase[phrase.length - 1] as string) < least) {
      const last = phrase.pop() as string
      phrase.push((phrase.pop() as string) + last)
    }
    phrases.push([])
  }
  return phrases.filter((phrase) => phrase.length > 0)
}

const HAN = /\p{Script=Han}/gu

function hanIn(text: string): number {
  return /^[\p{Script=Han}\p{P}\s]*$/u.test(text) ? (text.match(HAN) ?? []).length : Number.POSITIVE_INFINITY
}

function isBareHan(part: string): boolean {
  return hanIn(part) > 0 && hanIn(part) < Number.POSITIVE_INFINITY
}

function wordParts(text: string): string[] {
  const parts: string[] = []
  for (const segment of segmentsOf(text)) {
    const before = parts[parts.length - 1]
    // A single character does not end a line that it has begun after a mark.
    const isShort = before !== undefined && SINGLE.test(before) && MARK_LAST.test(parts[parts.length - 2] ?? '')
    const isPrefix =
      before !== undefined && (PROCLITIC.test(before) || (SINGLE.test(before) && SINGLE.test(segment) && !PROCLITIC.test(segment)))
    const belongs =
      before !== undefined && (isPrefix || isTied(before, segment) || /^\s/.test(segment) || ENCLITIC.test(segment) || isShort)
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
