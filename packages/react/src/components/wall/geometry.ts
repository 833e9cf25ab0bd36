/** The wall's columns, in pixels. */
export interface Geometry {
  readonly columns: number
  readonly columnWidth: number
  readonly gap: number
  /** Start of the first column: more than 0 for a single message. */
  readonly left: number
  readonly height: number
  readonly isAlone: boolean
}

/** In percent of the screen's height. At 16:9 this gives three columns beside the panel and four without it. */
const COLUMN_WIDTH = 41
const GAP = 2
const MOST_COLUMNS = 8
const WIDEST_ALONE = 118

/** The columns for the available space. Few messages get few, wide columns; a single message gets one column in the middle. */
export function wallGeometry(width: number, height: number, unit: number, messages: number): Geometry {
  const gap = GAP * unit
  const isAlone = messages <= 1
  if (isAlone) {
    const columnWidth = Math.min(width, WIDEST_ALONE * unit)
    return { columns: 1, columnWidth, gap, left: (width - columnWidth) / 2, height, isAlone }
  }
  const fitting = Math.round((width + gap) / (COLUMN_WIDTH * unit + gap))
  const columns = Math.max(1, Math.min(fitting, messages, MOST_COLUMNS))
  return { columns, columnWidth: (width - gap * (columns - 1)) / columns, gap, left: 0, height, isAlone }
}

/** The width of a card over `span` columns. */
export function spanWidth({ columnWidth, gap }: Geometry, span: number): number {
  return columnWidth * span + gap * (span - 1)
}
