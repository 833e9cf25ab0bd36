/** The wall's columns, in pixels. */
export interface Geometry {
  readonly columns: number
  readonly columnWidth: number
  readonly gap: number
  /** Where the first column begins: more than 0 when a message stands alone. */
  readonly left: number
  readonly height: number
  readonly isAlone: boolean
}

/** In percent of the screen's height: at 16:9 it gives three columns beside the panel and four without it. */
const COLUMN_WIDTH = 41
const GAP = 2
const MOST_COLUMNS = 8
const WIDEST_ALONE = 118

/** Columns for the space there is. Few messages get few and wide columns; one stands alone in the middle. */
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
