import { countGraphemes } from '@guestwall/protocol'
import { type EmMeasure, estimateEm, longestWord } from './text-width.ts'

/** Font size in CSS pixels and line breaks of a message's text. */
export interface TextFit {
  readonly fontSize: number
  readonly breaks: Breaks
  /** Pages of a letter; each of them is shown for its part of the reading time. */
  readonly pages: number
}

/** `line`: on one line. `phrases`: Chinese breaks after punctuation only. `words`: Chinese breaks between words. `anywhere`: the browser's default. */
export type Breaks = 'line' | 'phrases' | 'words' | 'anywhere'

/** A size to try, with the lines that the text may have in it. */
export interface FitStep {
  readonly fontSize: number
  readonly breaks: Breaks
  readonly mostLines: number
}

/** The sizes of one kind of card, in percent of the screen's height. */
export interface TypeScale {
  /** A text of one line is between these. */
  readonly line: readonly [smallest: number, largest: number]
  /** Largest first: a size is taken where the text has no more lines than stand here. */
  readonly steps: readonly (readonly [size: number, mostLines: number])[]
}

/** The smallest size of a message (P1). */
export const SMALLEST_SIZE = 4
export const CARD_TYPE: TypeScale = {
  line: [6.1, 7.8],
  steps: [
    [5.4, 3],
    [4.4, 9],
    [4.1, 14],
    [SMALLEST_SIZE, Number.POSITIVE_INFINITY],
  ],
}
/** Few messages stand large. */
export const FEW_TYPE: TypeScale = {
  line: [7, 9],
  steps: [
    [7.4, 4],
    [6.4, 6],
    [5.4, 8],
    [4.6, 9],
    [SMALLEST_SIZE, Number.POSITIVE_INFINITY],
  ],
}
/** A text of so few characters never breaks. */
const UNBROKEN_GRAPHEMES = 6
const LONGEST_ONE_LINE_GRAPHEMES = 26
const LONGEST_PHRASED_GRAPHEMES = 60
/** Margin for errors of the measurement: italics, kerning, a font that is still loading. */
const SAFETY = 0.97

export interface FitRequest {
  readonly text: string
  /** Width for the text, in pixels. */
  readonly width: number
  /** Pixels of one percent of the screen's height, times the operator's text size. */
  readonly unit: number
  readonly type: TypeScale
  readonly measure: EmMeasure
}

/** The sizes to try for a message, largest first; the last one is always allowed. Size follows length, and a word is not broken if it can fit. */
export function fitSteps({ text, width, unit, type, measure }: FitRequest): FitStep[] {
  const graphemes = countGraphemes(text)
  const inner = width * SAFETY
  const [smallest, largest] = type.line
  if (graphemes <= LONGEST_ONE_LINE_GRAPHEMES && !text.includes('\n')) {
    const filling = inner / measure(text)
    const least = graphemes <= UNBROKEN_GRAPHEMES ? SMALLEST_SIZE : smallest
    if (filling >= least * unit) return [{ fontSize: Math.min(largest * unit, filling), breaks: 'line', mostLines: 1 }]
  }
  const isHan = /\p{Script=Han}/u.test(text)
  const phrases = isHan && graphemes <= LONGEST_PHRASED_GRAPHEMES ? phraseWidths(text, measure) : []
  const word = longestWord(text)
  const byWord = word === '' ? Number.POSITIVE_INFINITY : inner / measure(word)
  return type.steps.flatMap(([size, mostLines]): FitStep[] => {
    const byPhrases = phrases.length > 1 ? inner / Math.max(...phrases) : 0
    const step = Math.max(SMALLEST_SIZE * unit, Math.min(size * unit, byWord))
    const plain: FitStep = { fontSize: step, breaks: isHan ? 'words' : 'anywhere', mostLines }
    // Lines that end with their phrases read best, where they are not many more.
    return byPhrases >= size * unit && phrases.length <= mostLines ? [{ fontSize: step, breaks: 'phrases', mostLines }, plain] : [plain]
  })
}

const PHRASES = /[^、。，：；！？…\s]+[、。，：；！？…\s]*/gu

function phraseWidths(text: string, measure: EmMeasure): number[] {
  return (text.match(PHRASES) ?? []).map(measure)
}

const HAN_LINE = 1.4
const LATIN_LINE = 1.26
/** Height of the lines of a text, as a part of its size. The style sheet has the same. */
export function lineHeight(text: string): number {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text) ? HAN_LINE : LATIN_LINE
}

/** In percent of the screen's height: the paddings and the name of a card, and the paddings beside its text. */
const AROUND = 7.8
const BESIDE = 5.2

/** The height of a card, without a page to measure it on. */
export function estimateCardHeight(content: string, width: number, unit: number): number {
  const text = wallText(content)
  const inner = width - BESIDE * unit
  const steps = fitSteps({ text, width: inner, unit, type: CARD_TYPE, measure: estimateEm })
  for (const { fontSize, breaks, mostLines } of steps) {
    const lines = breaks === 'line' ? 1 : estimateLines(text, inner / fontSize)
    if (lines <= mostLines) return lines * fontSize * lineHeight(text) + AROUND * unit
  }
  return Number.POSITIVE_INFINITY
}

function estimateLines(text: string, em: number): number {
  return text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil((estimateEm(line) * 1.08) / em)), 0)
}

const MOST_LINES = 7

/** The text as the wall shows it. Many line breaks become spaces, because a column of short lines would fill the screen. */
export function wallText(content: string): string {
  const lines = content.split('\n').filter((line) => line.trim() !== '')
  return lines.length > MOST_LINES ? lines.join(' ') : lines.join('\n')
}

const segmenter = typeof Intl === 'object' && 'Segmenter' in Intl ? new Intl.Segmenter('zh', { granularity: 'word' }) : null
/** These belong to the word before them. */
const ENCLITIC = /^(的|[地得了着过吗呢吧啊呀们]$)/u
/** Marks that do not begin a line. */
const CLOSING = /^[\p{Pe}\p{Pf}\p{Po}\s]/u
const SINGLE = /^\p{Script=Han}$/u
const MARK_LAST = /[，、。：；！？]$/u
const OPENING = /[\p{Ps}\p{Pi}]$/u

/** The parts of a Chinese text between which a line may break. */
export function breakParts(text: string): string[] {
  if (segmenter === null) return Array.from(text)
  const parts: string[] = []
  for (const { segment } of segmenter.segment(text)) {
    const before = parts[parts.length - 1]
    const isTied = CLOSING.test(segment) || ENCLITIC.test(segment)
    // A single character does not end a line that it has begun after a mark.
    const isShort = before !== undefined && SINGLE.test(before) && MARK_LAST.test(parts[parts.length - 2] ?? '')
    if (before !== undefined && (isTied || isShort || OPENING.test(before))) parts[parts.length - 1] = before + segment
    else parts.push(segment)
  }
  return parts
}
