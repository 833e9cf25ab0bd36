import type { EmMeasure } from './text-width.ts'

/** The layout of a vote's options on the wall, in CSS pixels. */
export interface ResultsFit {
  readonly columns: 1 | 2
  readonly rows: number
  readonly fontSize: number
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

/** In percent of the screen's height. No text on a wall is smaller than `SMALLEST` (P1). */
const LARGEST = 6.4
/** Largest size for two or three options. */
const LARGEST_OF_FEW = 8.4
const SMALLEST = 2.4
const STEP = 0.2
/** Bars in one column are easier to compare. From this size on, one column is kept even if two columns allow larger text. */
const COMFORTABLE = 3.4

/** In em of the label. The style sheet uses the same values. */
const LINE = 1.3
const BAR = 0.34
const BAR_GAP = 0.2
const ROW_GAP = 0.72
const TIGHT_ROW_GAP = 0.3
const COLUMN_GAP = 1.6
/** Width of the figures beside a label. They keep a readable size, so they need more em beside a small label. */
const FIGURES = 6.8
const SMALL_FIGURES = 8.4
/** Factor for lines that break before they are full. */
const RAGGED = 1.14

/** The largest size at which no option is cut. Prefers one column while that is comfortable to read. */
export function fitResults(room: ResultsRoom): ResultsFit {
  const one = largestIn(1, room)
  if (one !== null && (one.fontSize >= COMFORTABLE * room.unit || room.labels.length < 4)) return one
  const two = largestIn(2, room)
  if (one === null && two === null) return clamp(room)
  return one !== null && (two === null || one.fontSize >= two.fontSize) ? one : (two ?? clamp(room))
}

function largestIn(columns: 1 | 2, room: ResultsRoom): ResultsFit | null {
  const largest = (room.labels.length <= 3 ? LARGEST_OF_FEW : LARGEST) * room.textScale
  for (let size = largest; size >= SMALLEST - STEP / 2; size -= STEP) {
    const fontSize = size * room.unit
    if (heightOf(columns, fontSize, room) <= room.height) return { columns, rows: rowsOf(columns, room), fontSize, mostLines: null }
  }
  return null
}

function rowsOf(columns: 1 | 2, { labels }: ResultsRoom): number {
  return Math.max(1, Math.ceil(labels.length / columns))
}

/** A row of two columns has the height of its higher label. */
function heightOf(columns: 1 | 2, fontSize: number, room: ResultsRoom): number {
  const rows = rowsOf(columns, room)
  let em = 0
  for (let row = 0; row < rows; row += 1) {
    const inRow = columns === 1 ? [room.labels[row]] : [room.labels[row], room.labels[row + rows]]
    em += Math.max(...inRow.map((label) => linesOf(label ?? '', columns, fontSize, room))) * LINE + BAR + BAR_GAP
  }
  return (em + (rows - 1) * ROW_GAP) * fontSize
}

function linesOf(label: string, columns: 1 | 2, fontSize: number, { width, unit, measure }: ResultsRoom): number {
  const figures = fontSize >= COMFORTABLE * unit ? FIGURES : SMALL_FIGURES
  const em = (columns === 1 ? width : (width - COLUMN_GAP * fontSize) / 2) / fontSize - figures
  const needed = measure(label)
  return needed <= em ? 1 : Math.ceil((needed * RAGGED) / Math.max(1, em))
}

/** Fallback for many long options: each label is clamped to the lines that fit. Phones show the whole label. */
function clamp(room: ResultsRoom): ResultsFit {
  const columns = room.labels.length > 8 ? 2 : 1
  const rows = rowsOf(columns, room)
  const fontSize = SMALLEST * room.unit
  const em = room.height / fontSize / rows - BAR - BAR_GAP - TIGHT_ROW_GAP
  return { columns, rows, fontSize, mostLines: Math.max(1, Math.floor(em / LINE)) }
}
