import { classNames } from '../shared/class-names.ts'
import type { Setting } from './lane-ruler.ts'

/** Sizes of the text in a lane, in percent of the screen's height, like all lengths here. */
export const LINE_SIZE = 5
/** The largest letters of one line in so many lanes, and of two lines in two. */
const LARGEST_BY_LANES = [5.4, 8.6, 11.6] as const
const LARGEST_TWO_LINES = 6.8
const USUAL_TWO_LINES = 5
const CLOSE_TWO_LINES = 4
/** A text that is longer than this part of the screen's width is set in two lines, and none that is shorter than so many percent of its height. */
const LONGEST_LINE_PART = 0.64
const LONGEST_LINE = 100
/** From this size on the name is larger, too. */
const LARGE_FROM = 6

/** How a text is set in lanes. */
export interface LaneType {
  readonly lines: 1 | 2
  readonly lanes: number
  /** In percent of the screen's height. */
  readonly size: number
}

export interface LaneTypeRoom {
  /** The width of the text on one line at the usual size. */
  readonly length: number
  /** The screen's width. */
  readonly width: number
  /** Lanes of a band. */
  readonly mostLanes: number
  readonly setting: Setting
}

/** The lines, lanes and size of a text. */
export function laneType({ length, width, mostLanes, setting }: LaneTypeRoom): LaneType {
  const longest = Math.max(width * LONGEST_LINE_PART, LONGEST_LINE)
  if (length <= longest) {
    if (setting !== 'large') return { lines: 1, lanes: 1, size: LINE_SIZE }
    const wanted = (LINE_SIZE * longest) / length
    const lanes = Math.min(mostLanes, wanted > LARGEST_BY_LANES[1] ? 3 : wanted > LARGEST_BY_LANES[0] ? 2 : 1)
    return { lines: 1, lanes, size: Math.min(wanted, LARGEST_BY_LANES[lanes - 1] ?? LINE_SIZE) }
  }
  if (setting === 'close' || mostLanes < 2) return { lines: 2, lanes: 1, size: CLOSE_TWO_LINES }
  const wanted = (2 * LINE_SIZE * longest) / length
  const largest = setting === 'large' ? LARGEST_TWO_LINES : USUAL_TWO_LINES
  return { lines: 2, lanes: 2, size: Math.max(USUAL_TWO_LINES, Math.min(largest, wanted)) }
}

/** What a message with a text of this size, in percent of the screen's height, has besides its class: it is measured and drawn alike. */
export function laneModifiers(size: number, isLine: boolean): string {
  const rounded = Math.round(size * 10) / 10
  return classNames(
    !isLine && 'gw-danmaku__message--lines',
    !isLine && rounded >= USUAL_TWO_LINES && 'gw-danmaku__message--airy',
    rounded >= LARGE_FROM && 'gw-danmaku__message--large',
  )
}

/** The line height of a text of several lines, as in the style sheet. */
export function laneLineHeight(size: number): number {
  return size >= USUAL_TWO_LINES ? 1.25 : 1.1
}
