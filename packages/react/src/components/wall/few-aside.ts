import type { Cell, FewRequest } from './few-grid.ts'

/** The parts of the wall that a long message may have. */
const PARTS = [0.4, 0.45, 0.5, 0.54, 0.58, 0.62, 0.66, 0.7, 0.74, 0.77] as const
/** Between two cards, in percent of the screen's height, like all lengths here. */
const GAP = 2.4
/** Longer lines are hard to follow, and a short text is lost in a wider card. */
export const WIDEST_SHEET = 160
const WIDEST_CARD = 130
const NARROWEST = 36
const LOWEST = 18

/** The ways in which the message at `long` has a part of its own, at the left or above, and the others share the rest; each fills the wall. */
export function asideCells({ width, height, unit, messages }: FewRequest, long: number): readonly (readonly Cell[])[] {
  const gap = GAP * unit
  const others = messages.length - 1
  const withLong = (first: Cell, rest: readonly Cell[]): Cell[] => [...rest.slice(0, long), first, ...rest.slice(long)]
  const beside = PARTS.flatMap((part) => {
    const first = Math.min((width - gap) * part, WIDEST_SHEET * unit)
    return restsOf({ x: first + gap, y: 0, width: width - gap - first, height }, others, unit).map((rest) => {
      const used = Math.max(...rest.map((cell) => cell.x + cell.width))
      return withLong({ x: 0, y: 0, width: first, height }, rest).map((cell) => ({ ...cell, x: cell.x + (width - used) / 2 }))
    })
  })
  const above = PARTS.flatMap((part) => {
    const [first, wide] = [(height - gap) * part, Math.min(width, WIDEST_SHEET * unit)]
    const rests = restsOf({ x: 0, y: first + gap, width, height: height - gap - first }, others, unit)
    return rests.map((rest) => withLong({ x: (width - wide) / 2, y: 0, width: wide, height: first }, rest))
  })
  return [...beside, ...above]
}

/** The rows into which so many cards can be put so that they fill this place. */
function restsOf(place: Cell, count: number, unit: number): readonly (readonly Cell[])[] {
  const gap = GAP * unit
  return Array.from({ length: count }, (_, at) => at + 1).flatMap((rows) => {
    const columns = Math.ceil(count / rows)
    if (Math.ceil(count / columns) !== rows) return []
    const height = (place.height - gap * (rows - 1)) / rows
    const cells = Array.from({ length: count }, (_, at): Cell => {
      const row = Math.floor(at / columns)
      const inRow = Math.min(columns, count - row * columns)
      const full = (place.width - gap * (inRow - 1)) / inRow
      const width = Math.min(full, (WIDEST_CARD * columns * unit) / inRow)
      return { x: place.x + (at % columns) * (width + gap), y: place.y + row * (height + gap), width, height }
    })
    return height < LOWEST * unit || cells.some(({ width }) => width < NARROWEST * unit) ? [] : [cells]
  })
}
