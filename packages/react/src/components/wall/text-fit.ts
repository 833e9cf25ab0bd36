import { countGraphemes } from '@guestwall/protocol'
import { type EmMeasure, longestWord } from './text-width.ts'

/** Font size in CSS pixels and line breaks of a message's text. */
export interface TextFit {
  readonly fontSize: number
  readonly breaks: Breaks
}

/** `line`: the text is on one line. `phrases`: Chinese breaks after punctuation only. `anywhere`: the browser's default. */
export type Breaks = 'line' | 'phrases' | 'anywhere'

interface Step {
  readonly upToGraphemes: number
  /** Percent of the screen's height. */
  readonly size: number
}

/** The smallest size of a message (P1), in percent of the screen's height. */
export const SMALLEST_SIZE = 4
const STEPS: readonly Step[] = [
  { upToGraphemes: 6, size: 8 },
  { upToGraphemes: 14, size: 6 },
  { upToGraphemes: 60, size: 4.6 },
  { upToGraphemes: Number.POSITIVE_INFINITY, size: SMALLEST_SIZE },
]
/** Sizes for a single message on the wall. */
const ALONE_STEPS: readonly Step[] = [
  { upToGraphemes: 6, size: 15 },
  { upToGraphemes: 14, size: 10 },
  { upToGraphemes: 60, size: 7 },
  { upToGraphemes: 120, size: 5.4 },
  { upToGraphemes: Number.POSITIVE_INFINITY, size: 4.8 },
]
/** A short text gets a smaller size, down to this one, rather than a line break. */
const SMALLEST_ONE_LINE = 4.3
const LONGEST_ONE_LINE_GRAPHEMES = 22
/** Margin for errors of the measurement: italics, kerning, a font that is still loading. */
const SAFETY = 0.97

export interface FitRequest {
  readonly text: string
  /** Width for the text, in pixels. */
  readonly width: number
  /** Pixels of one percent of the screen's height, times the operator's text size. */
  readonly unit: number
  readonly isAlone: boolean
  readonly measure: EmMeasure
}

/** The size of a message by its length. A short text is large and on one line; a word is not broken if it can fit. */
export function fitText({ text, width, unit, isAlone, measure }: FitRequest): TextFit {
  const graphemes = countGraphemes(text)
  const step = stepOf(graphemes, isAlone) * unit
  if (graphemes <= LONGEST_ONE_LINE_GRAPHEMES && !text.includes('\n')) {
    const filling = (width * SAFETY) / measure(text)
    if (filling >= SMALLEST_ONE_LINE * unit) return { fontSize: Math.min(largestOneLine(isAlone) * unit, filling), breaks: 'line' }
  }
  const byPhrases = (width * SAFETY) / widestPhrase(text, graphemes, measure)
  if (byPhrases >= SMALLEST_SIZE * unit) return { fontSize: Math.min(step, byPhrases), breaks: 'phrases' }
  const word = longestWord(text)
  const byWord = word === '' ? step : (width * SAFETY) / measure(word)
  return { fontSize: Math.max(SMALLEST_SIZE * unit, Math.min(step, byWord)), breaks: 'anywhere' }
}

const LONGEST_PHRASED_GRAPHEMES = 60
const PHRASES = /[^、。，：；！？…\s]+[、。，：；！？…\s]*/gu

/**
 * The widest phrase of a Chinese text in em; infinite when the text has fewer than two phrases. If all phrases fit, every line ends at
 * punctuation and never within a word.
 */
function widestPhrase(text: string, graphemes: number, measure: EmMeasure): number {
  if (!/\p{Script=Han}/u.test(text) || graphemes > LONGEST_PHRASED_GRAPHEMES) return Number.POSITIVE_INFINITY
  const phrases = text.match(PHRASES) ?? []
  return phrases.length > 1 ? Math.max(...phrases.map(measure)) : Number.POSITIVE_INFINITY
}

function stepOf(graphemes: number, isAlone: boolean): number {
  const steps = isAlone ? ALONE_STEPS : STEPS
  return steps.find((step) => graphemes <= step.upToGraphemes)?.size ?? SMALLEST_SIZE
}

function largestOneLine(isAlone: boolean): number {
  return isAlone ? 15 : 8
}

const MOST_LINES = 7

/** The text as the wall shows it. Many line breaks become spaces, because a column of short lines would fill the screen. */
export function wallText(content: string): string {
  const lines = content.split('\n').filter((line) => line.trim() !== '')
  return lines.length > MOST_LINES ? lines.join(' ') : lines.join('\n')
}
