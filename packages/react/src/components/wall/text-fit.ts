import { countGraphemes, type Photo } from '@guestwall/protocol'
import { breakParts } from './break-parts.ts'
import { tieEmoji } from './emoji-runs.ts'
import { columnPhoto, PHOTO_GAP, type PhotoFit, type PhotoRoom } from './photo-fit.ts'
import { type EmMeasure, estimateEm, unbrokenWords, widestOf } from './text-width.ts'

/** Font size in CSS pixels and line breaks of a message's text. */
export interface TextFit {
  readonly fontSize: number
  readonly breaks: Breaks
  /** Pages of a letter; each of them is shown for its part of the reading time. */
  readonly pages: number
  /** The card has less around its text. */
  readonly isDense?: boolean | undefined
  /** The size of the message's photo. */
  readonly photo?: PhotoFit | undefined
}

/**
 * `line`: on one line. `phrases`: Chinese breaks after punctuation only. `words`: Chinese breaks between words. `anywhere`: the browser's default, which breaks
 * no word. `letters`: a word that no size holds breaks too. None of them lets a line begin with a closing mark or end with an opening one.
 */
export type Breaks = 'line' | 'phrases' | 'words' | 'anywhere' | 'letters'

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
/** Where many wait and columns are few, more cards stand in each. */
export const DENSE_TYPE: TypeScale = {
  line: [4.2, 5],
  steps: [[SMALLEST_SIZE, Number.POSITIVE_INFINITY]],
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
/** Few messages in wide cards. */
export const LARGE_FEW_TYPE: TypeScale = { line: [8, 13], steps: [[10, 2], [8.6, 3], ...FEW_TYPE.steps] }
/** One message at a time, as large as it fits: the steps say how many lines still look like one saying. */
export const SINGLE_TYPE: TypeScale = {
  line: [12, 15],
  steps: [
    [13, 2],
    [11.5, 3],
    [10, 4],
    [8.6, 5],
    [7.4, 7],
    [6.4, 8],
    [5.6, 10],
    [5, 12],
    [4.4, 14],
    [SMALLEST_SIZE, Number.POSITIVE_INFINITY],
  ],
}
/** A text of so few characters never breaks. */
const UNBROKEN_GRAPHEMES = 6
const LONGEST_ONE_LINE_GRAPHEMES = 26
const LONGEST_PHRASED_GRAPHEMES = 60
/** So much smaller a text may be for lines that end with their phrases. */
const PHRASED_PART = 0.85
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

/** The sizes to try for a message, largest first; the last one is always allowed. Size follows length, and no word is broken that a size holds. */
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
  const byPhrases = phrases.length > 1 ? inner / Math.max(...phrases) : 0
  const widest = widestPart(text)
  const byWidest = widest === '' ? Number.POSITIVE_INFINITY : inner / measure(widest)
  const steps = type.steps.flatMap(([size, mostLines]): FitStep[] => {
    const fontSize = Math.max(SMALLEST_SIZE * unit, Math.min(size * unit, byWidest))
    const plain: FitStep = { fontSize, breaks: isHan ? 'words' : 'anywhere', mostLines }
    // Lines that end with their phrases read best, where they are not many more.
    const isPhrased = byPhrases >= Math.max(SMALLEST_SIZE * unit, fontSize * PHRASED_PART) && phrases.length <= mostLines
    return isPhrased ? [{ fontSize: Math.min(fontSize, byPhrases), breaks: 'phrases', mostLines }, plain] : [plain]
  })
  return [...steps, { fontSize: SMALLEST_SIZE * unit, breaks: 'letters', mostLines: Number.POSITIVE_INFINITY }]
}

/** The widest part of a text that stays whole. */
function widestPart(text: string): string {
  const parts = /\p{Script=Han}/u.test(text) ? breakParts(text) : unbrokenWords(text)
  return widestOf(parts.map((part) => part.trim()))
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
const AROUND_DENSE = 5.2
const BESIDE = 5.2

/** The width inside a card of a column. */
export function innerWidth(cardWidth: number, unit: number): number {
  return cardWidth - BESIDE * unit
}

/** The height of a card in a column of this size, without a page to measure it on. */
export function estimateCardHeight(
  { content, photo }: { readonly content: string; readonly photo?: Photo | undefined },
  column: PhotoRoom,
  isDense = false,
): number {
  const { unit } = column
  const text = wallText(content)
  const inner = innerWidth(column.width, unit)
  const photoHeight = photo === undefined ? 0 : columnPhoto(photo, { ...column, width: inner }).height + PHOTO_GAP * unit
  const steps = fitSteps({ text, width: inner, unit, type: isDense ? DENSE_TYPE : CARD_TYPE, measure: estimateEm })
  for (const { fontSize, breaks, mostLines } of steps) {
    const lines = breaks === 'line' ? 1 : estimateLines(text, inner / fontSize)
    if (lines <= mostLines) return lines * fontSize * lineHeight(text) + (isDense ? AROUND_DENSE : AROUND) * unit + photoHeight
  }
  return Number.POSITIVE_INFINITY
}

/** Whether a card of this width holds each word of the text whole. */
export function holdsWords(content: string, cardWidth: number, unit: number): boolean {
  return estimateEm(widestPart(wallText(content))) * SMALLEST_SIZE * unit <= innerWidth(cardWidth, unit)
}

/** How many lines a text has at this width, without a font. */
export function estimateLines(text: string, em: number): number {
  return text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil((estimateEm(line) * 1.08) / em)), 0)
}

const MOST_LINES = 7

/** Browsers break at these spaces, though the marks belong to what is on the other side. */
const BEFORE_CLOSING = / +(?=[\p{Pe}\p{Pf}…、。，：；！？,.:;!?])/gu
const AFTER_OPENING = /([\p{Ps}\p{Pi}]) +/gu
const NO_BREAK_SPACE = '\u00A0'

/** The text as the wall shows it. Many line breaks become spaces, because a column of short lines would fill the screen. */
export function wallText(content: string): string {
  const lines = tieEmoji(content)
    .replace(BEFORE_CLOSING, NO_BREAK_SPACE)
    .replace(AFTER_OPENING, `$1${NO_BREAK_SPACE}`)
    .split('\n')
    .filter((line) => line.trim() !== '')
  return lines.length > MOST_LINES ? lines.join(' ') : lines.join('\n')
}
