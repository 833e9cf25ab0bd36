import { estimateCardHeight } from './text-fit.ts'
import { isLetter } from './reading-time.ts'

/** The wall's columns, in pixels. */
export interface Geometry {
  readonly columns: number
  readonly columnWidth: number
  readonly gap: number
  /** Start of the first column. */
  readonly left: number
  readonly height: number
  /** `few`: one to three messages stand large in the middle. `all`: the columns hold every message. `flow`: messages come and go. */
  readonly kind: 'few' | 'all' | 'flow'
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
const FEW_WIDTH = 54
const FEW_GAP = 4
const NARROWEST_FEW = 38
/** A single letter is a sheet in the middle. */
const SHEET_WIDTH = 92
/** The larger text of a wall that shows every message. */
const SCALES = [1.5, 1.35, 1.2, 1.1, 1] as const
/** More messages than this never all fit. It bounds the search. */
const MOST_OF_ALL = 40

/** A message as the geometry needs it. */
interface Sized {
  readonly content: string
}

/** The columns for the available space. Few messages stand large; columns are as many as fit, and larger text means fewer of them. */
export function wallGeometry(width: number, height: number, unit: number, messages: readonly Sized[], textScale = 1): Geometry {
  if (messages.length <= fewest(width, unit) && !(messages.length > 1 && messages.some(({ content }) => isLetter(content))))
    return fewGeometry(width, height, unit, messages)
  if (messages.length <= MOST_OF_ALL && !messages.some(({ content }) => isLetter(content))) {
    for (const scale of SCALES) {
      const geometry = columnGeometry(width, height, unit, textScale, scale, 'all')
      if (messages.length >= geometry.columns && holds(geometry, messages, unit * textScale * scale)) return geometry
    }
  }
  return columnGeometry(width, height, unit, textScale, 1, 'flow')
}

/** On a wide screen more messages stand in one row. */
function fewest(width: number, unit: number): number {
  return Math.max(FEW, Math.floor((width / unit + FEW_GAP) / (FEW_WIDTH + FEW_GAP)))
}

function fewGeometry(width: number, height: number, unit: number, messages: readonly Sized[]): Geometry {
  const count = Math.max(1, messages.length)
  const gap = FEW_GAP * unit
  const columns = Math.max(1, Math.min(count, Math.floor((width + gap) / (NARROWEST_FEW * unit + gap))))
  const isOneLetter = count === 1 && messages.some(({ content }) => isLetter(content))
  const widest = (isOneLetter ? SHEET_WIDTH : FEW_WIDTH) * unit
  const columnWidth = Math.min(widest, (width - gap * (columns - 1)) / columns)
  const left = (width - columnWidth * columns - gap * (columns - 1)) / 2
  return { columns, columnWidth, gap, left, height, kind: 'few', scale: 1 }
}

function columnGeometry(width: number, height: number, unit: number, textScale: number, scale: number, kind: 'all' | 'flow'): Geometry {
  const gap = GAP * unit
  const wanted = (width > WIDE_FROM * unit ? WIDE_COLUMN_WIDTH : COLUMN_WIDTH) * unit * textScale * scale
  const columns = Math.max(1, Math.min(Math.round((width + gap) / (wanted + gap)), MOST_COLUMNS))
  return { columns, columnWidth: (width - gap * (columns - 1)) / columns, gap, left: 0, height, kind, scale }
}

/** Whether all messages have a place, by an estimate of their heights. */
function holds({ columns, columnWidth, gap, height }: Geometry, messages: readonly Sized[], unit: number): boolean {
  const ends = Array.from({ length: columns }, () => 0)
  for (const { content } of messages) {
    const column = ends.indexOf(Math.min(...ends))
    ends[column] = (ends[column] ?? 0) + estimateCardHeight(content, columnWidth, unit) + gap
  }
  return Math.max(...ends) - gap <= height
}

/** The width of a card over `span` columns. */
export function spanWidth({ columnWidth, gap }: Geometry, span: number): number {
  return columnWidth * span + gap * (span - 1)
}
