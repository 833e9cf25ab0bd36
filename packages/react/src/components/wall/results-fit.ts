import type { EmMeasure } from './text-width.ts'

/** The layout of a vote's options on the wall, in CSS pixels. */
export interface ResultsFit {
  readonly columns: number
  readonly rows: number
  readonly columnWidth: number
  readonly rowHeight: number
  readonly rowGap: number
  readonly fontSize: number
  /** There is room for the number of votes beside the share. A label that is whole matters more. */
  readonly hasCounts: boolean
  /** Number of lines to which a label is clamped when even the smallest size does not fit; else `null`. */
  readonly mostLines: number | null
}

export interface ResultsRoom {
  readonly labels: readonly string[]
  readonly width: number
  readonly height: number
  /** Pixels of one percent of the screen's height. */
  readonly unit: number
  /** The operator's text size. It raises the largest size only, never the smallest one. */
  readonly textScale: number
  readonly measure: EmMeasure
}

/** All in percent of the screen's height. No text on a wall is smaller than `SMALLEST` (P1). */
const SMALLEST = 2.4
const STEP = 0.1
/** The height of a row. Few options share out what is there. */
const ROW = 11
const ROW_OF_FEW: Readonly<Record<number, number>> = { 1: 22, 2: 22, 3: 17, 4: 13.5 }
/** From this height on one column is kept, because bars below each other are easier to compare. */
const COMFORTABLE_ROW = 5.4
/** A longer bar would have its label too far from its figure. */
const WIDEST_ROW = 132
const COLUMN_GAP = 3
const MOST_COLUMNS = 3
/** Above and below the lines of a label. */
const PADDING = 0.8

/** In rows. */
const GAP = 2 / 11
const LABEL = 0.43
const LARGEST_LABEL = 0.62

/** In em of the label. The style sheet uses the same values. */
const LINE = 1.2
/** Percent and count keep a readable size, so they need more em beside a small label. */
const FIGURES = 7.4
const SMALL_FIGURES = 9.8
const PERCENT = 4.6
const SMALL = 4.2
/** Factor for errors of the measurement. */
const SAFETY = 1.06
/** A label that fits on one line at this part of the largest size is not broken. */
const UNBROKEN_PART = 0.7
/** Factor for lines that break before they are full. */
const RAGGED = 1.14

/** The rows at which no option is cut, with the largest text. Prefers one column while that is comfortable to read. */
export function fitResults(room: ResultsRoom): ResultsFit {
  return best(room, true) ?? best(room, false) ?? clamp(room)
}

function best(room: ResultsRoom, hasCounts: boolean): ResultsFit | null {
  const one = fitIn(1, room, hasCounts)
  if (one !== null && (room.labels.length < 4 || one.rowHeight >= COMFORTABLE_ROW * room.unit)) return one
  const tries = Array.from({ length: MOST_COLUMNS - 1 }, (_, at) => fitIn(at + 2, room, hasCounts))
  return tries.reduce((found, next) => (next !== null && (found === null || next.fontSize > found.fontSize) ? next : found), one)
}

function boxesOf(columns: number, { labels, width, height, unit, textScale }: ResultsRoom) {
  const rows = Math.max(1, Math.ceil(labels.length / columns))
  const largest = (ROW_OF_FEW[rows] ?? ROW) * Math.max(1, textScale) * unit
  const rowHeight = Math.min(largest, height / (rows + (rows - 1) * GAP))
  const columnWidth = Math.min(WIDEST_ROW * unit, (width - (columns - 1) * COLUMN_GAP * unit) / columns)
  return { columns, rows, columnWidth, rowHeight, rowGap: rowHeight * GAP }
}

function fitIn(columns: number, room: ResultsRoom, hasCounts: boolean): ResultsFit | null {
  const boxes = boxesOf(columns, room)
  const { unit, textScale } = room
  const largest = Math.max(SMALLEST * unit, Math.min(LABEL * textScale, LARGEST_LABEL) * boxes.rowHeight)
  const within = boxes.rowHeight - 2 * PADDING * unit
  const atSize = (smallest: number, mostLines: number): ResultsFit | null => {
    for (let fontSize = largest; fontSize >= smallest - (STEP / 2) * unit; fontSize -= STEP * unit) {
      const figures = hasCounts ? (fontSize >= SMALL * unit ? FIGURES : SMALL_FIGURES) : PERCENT
      const em = boxes.columnWidth / fontSize - figures
      const lines = room.labels.map((label) => linesOf(room.measure(label), em))
      if (lines.every((count) => count <= mostLines && count * LINE * fontSize <= within))
        return { ...boxes, fontSize, hasCounts, mostLines: null }
    }
    return null
  }
  return atSize(Math.max(SMALLEST * unit, largest * UNBROKEN_PART), 1) ?? atSize(SMALLEST * unit, Number.POSITIVE_INFINITY)
}

function linesOf(needed: number, em: number): number {
  return needed * SAFETY <= em ? 1 : Math.ceil((needed * RAGGED) / Math.max(1, em))
}

/** Fallback for many long options: each label is clamped to the lines that fit. Phones show the whole label. */
function clamp(room: ResultsRoom): ResultsFit {
  const columns = room.labels.length > 8 ? 2 : 1
  const boxes = boxesOf(columns, room)
  const fontSize = SMALLEST * room.unit
  const mostLines = Math.max(1, Math.floor((boxes.rowHeight - PADDING * room.unit) / (LINE * fontSize)))
  return { ...boxes, fontSize, hasCounts: false, mostLines }
}
