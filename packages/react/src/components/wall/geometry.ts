import type { Photo } from '@guestwall/protocol'
import { fewCells } from './few-cells.ts'
import { type Cell, FEW_GAP } from './few-grid.ts'
import { isLetter } from './reading-time.ts'
import { estimateCardHeight, holdsWords } from './text-fit.ts'

/** The wall's columns, in pixels. */
export interface Geometry {
  readonly columns: number
  readonly columnWidth: number
  readonly gap: number
  /** Start of the first column. */
  readonly left: number
  readonly height: number
  /** The places of few messages, in their order. */
  readonly cells: readonly Cell[]
  /**
   * `few`: one to three messages stand large. `all`: the columns hold every message. `flow`: messages come and go. `single`: one message
   * at a time.
   */
  readonly kind: 'few' | 'all' | 'flow' | 'single'
  /** The text of few messages is larger. */
  readonly scale: number
}

/** In percent of the screen's height, like all lengths here. */
const COLUMN_WIDTH = 44
/** A very wide screen is looked at from farther away. */
const WIDE_COLUMN_WIDTH = 50
const WIDE_FROM = 250
const GAP = 1.7
const MOST_COLUMNS = 8
const FEW = 3
/** On a wide screen more messages stand in one row. */
const FEW_WIDTH = 58
/** The larger text of a wall that shows every message. */
const SCALES = [1.5, 1.35, 1.2, 1.1, 1] as const
/** More messages than this never all fit. It bounds the search. */
const MOST_OF_ALL = 40

/** A message as the geometry needs it. */
interface Sized {
  readonly content: string
  readonly photo?: Photo | undefined
}

/**
 * The columns for the available space. Few messages stand large; columns are as many as fit, and larger text means fewer of them. `below`: the text of a wall that shows
 * every message is smaller than this multiple, which was measured and left some message without a place.
 */
export function wallGeometry(
  width: number,
  height: number,
  unit: number,
  messages: readonly Sized[],
  textScale = 1,
  below = Number.POSITIVE_INFINITY,
): Geometry {
  const isFew = messages.length <= Math.max(FEW, Math.floor(width / unit / FEW_WIDTH))
  const cells = isFew ? fewCells({ width, height, unit, textScale, messages }) : null
  if (cells !== null) return cellGeometry(width, height, unit, cells)
  if (messages.length <= MOST_OF_ALL && !messages.some(({ content }) => isLetter(content))) {
    for (const scale of SCALES.filter((each) => each < below)) {
      const geometry = columnGeometry(width, height, unit, textScale, scale, 'all')
      if (messages.length >= geometry.columns && holds(geometry, messages, unit * textScale * scale)) return geometry
    }
  }
  return columnGeometry(width, height, unit, textScale, 1, 'flow')
}

/** Lines that are longer are hard to follow. */
const SINGLE_WIDTH = 150

/** The place of one message at a time: the whole area, and its middle on a very wide screen. */
export function singleGeometry(width: number, height: number, unit: number): Geometry {
  const columnWidth = Math.min(width, SINGLE_WIDTH * unit)
  return { columns: 1, columnWidth, gap: 0, left: (width - columnWidth) / 2, height, cells: [], kind: 'single', scale: 1 }
}

function cellGeometry(width: number, height: number, unit: number, cells: readonly Cell[]): Geometry {
  const columnWidth = cells[0]?.width ?? width
  return { columns: 1, columnWidth, gap: FEW_GAP * unit, left: 0, height, cells, kind: 'few', scale: 1 }
}

function columnGeometry(width: number, height: number, unit: number, textScale: number, scale: number, kind: 'all' | 'flow'): Geometry {
  const gap = GAP * unit
  const wanted = (width > WIDE_FROM * unit ? WIDE_COLUMN_WIDTH : COLUMN_WIDTH) * unit * textScale * scale
  const columns = Math.max(1, Math.min(Math.round((width + gap) / (wanted + gap)), MOST_COLUMNS))
  return { columns, columnWidth: (width - gap * (columns - 1)) / columns, gap, left: 0, height, cells: [], kind, scale }
}

/** Whether all messages have a place and no larger text breaks a word, by an estimate. */
function holds({ columns, columnWidth, gap, height, scale }: Geometry, messages: readonly Sized[], unit: number): boolean {
  if (scale > 1 && !messages.every(({ content }) => holdsWords(content, columnWidth, unit))) return false
  const ends = Array.from({ length: columns }, () => 0)
  for (const message of messages) {
    const column = ends.indexOf(Math.min(...ends))
    ends[column] = (ends[column] ?? 0) + estimateCardHeight(message, { width: columnWidth, height, unit }) + gap
  }
  return Math.max(...ends) - gap <= height
}

/** The width of a card over `span` columns. */
export function spanWidth({ columnWidth, gap }: Geometry, span: number): number {
  return columnWidth * span + gap * (span - 1)
}
