import { countGraphemes } from '@guestwall/protocol'
import { type EmMeasure, longestWord } from './text-width.ts'

/** How a message's text is set: in CSS pixels. */
export interface TextFit {
  readonly fontSize: number
  readonly breaks: Breaks
}

/** `line`: the text stands on one line. `phrases`: Chinese breaks after its punctuation only. `anywhere`: as the browser does. */
export type Breaks = 'line' | 'phrases' | 'anywhere'

interface Step {
  readonly upToGraphemes: number
  /** Percent of the screen's height. */
  readonly size: number
}

/** Nothing that is a message is set smaller (P1), in percent of the screen's height. */
export const SMALLEST_SIZE = 4
const STEPS: readonly Step[] = [
  { upToGraphemes: 6, size: 8 },
  { upToGraphemes: 14, size: 6 },
  { upToGraphemes: 60, size: 4.6 },
  { upToGraphemes: Number.POSITIVE_INFINITY, size: SMALLEST_SIZE },
]
/** A message that stands alone has the whole wall. */
const ALONE_STEPS: readonly Step[] = [
  { upToGraphemes: 6, size: 15 },
  { upToGraphemes: 14, size: 10 },
  { upToGraphemes: 60, size: 7 },
  { upToGraphemes: 120, size: 5.4 },
  { upToGraphemes: Number.POSITIVE_INFINITY, size: 4.8 },
]
/** A short wish is set smaller than its step, down to this, rather than broken in two. */
const SMALLEST_ONE_LINE = 4.3
const LONGEST_ONE_LINE_GRAPHEMES = 22
/** Room for what a measurement misses: italics, kerning, a font that is still loading. */
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

/** The size for a message by its length: short wishes are large and on one line, no word is broken that could fit. */
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
 * The widest phrase of a Chinese text in em, endless where it has none to break between. A text whose phrases fit is set so that
 * each line ends where a speaker would pause, never within a word.
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

/** The text as the wall sets it: a column of one-letter lines would fill the screen, so many line breaks become spaces. */
export function wallText(content: string): string {
  const lines = content.split('\n').filter((line) => line.trim() !== '')
  return lines.length > MOST_LINES ? lines.join(' ') : lines.join('\n')
}
