import { asideCells, WIDEST_SHEET } from './few-aside.ts'
import { fewSize } from './few-card.ts'
import { type Cell, fewGrid, type FewRequest } from './few-grid.ts'
import { isLetter } from './reading-time.ts'
import { estimateEm } from './text-width.ts'

/** Where all texts are so large, in percent of the screen's height, cards of one size are the calmest. */
const COMFORTABLE = 5.4
/** A text that is wider, in em, is long among few. A photo counts as so much. */
const LONG = 45
const PHOTO = 40
/** Above this size a larger text is worth nothing: the longest one has the room instead. */
const LARGE = 7.4
/** A wall without blank places is worth so much larger a text. */
const FULL_WORTH = 2

/**
 * The places of few messages, in their order: cards of one size in the middle or, where a long one would make the others small, a place of its own for it, and the
 * others in the rest of the wall. `null` where they have no place.
 */
export function fewCells(request: FewRequest): readonly Cell[] | null {
  const { width, height, unit, messages } = request
  const hasLetter = messages.some(({ content }) => isLetter(content))
  if (hasLetter && messages.length === 1) {
    const wide = Math.min(width, WIDEST_SHEET * unit)
    return [{ x: (width - wide) / 2, y: 0, width: wide, height }]
  }
  const grid = fewGrid(request)
  const sizes = grid === null ? null : sizesIn(grid, request)
  const isEven = !messages.some(({ content }) => isLetter(content) || estimateEm(content) > LONG)
  if (isEven && sizes !== null && Math.min(...sizes) >= COMFORTABLE) return grid
  const ways = [...(grid === null ? [] : [grid]), ...messages.flatMap((_, at) => (isLongest(request, at) ? asideCells(request, at) : []))]
  let best: { readonly cells: readonly Cell[]; readonly score: number } | null = null
  for (const cells of ways) {
    const score = scoreOf(cells, request)
    if (score !== null && (best === null || score > best.score)) best = { cells, score }
  }
  return best?.cells ?? null
}

function isLongest({ messages }: FewRequest, at: number): boolean {
  const lengths = messages.map(({ content, photo }) => estimateEm(content) + (photo === undefined ? 0 : PHOTO))
  return messages.length > 1 && lengths.indexOf(Math.max(...lengths)) === at
}

/** The sizes of the texts in percent of the screen's height; `null` where one does not fit. */
function sizesIn(cells: readonly Cell[], { unit, textScale, messages }: FewRequest): readonly number[] | null {
  const sizes: number[] = []
  for (const [at, message] of messages.entries()) {
    const cell = cells[at]
    const size = cell === undefined ? null : fewSize(message, cell, unit * textScale)
    if (size === null) return null
    sizes.push(size / unit)
  }
  return sizes
}

/** The smallest text counts as much as all of them. */
function scoreOf(cells: readonly Cell[], request: FewRequest): number | null {
  const sizes = sizesIn(cells, request)
  if (sizes === null) return null
  const mean = sizes.reduce((sum, size) => sum + Math.min(LARGE, size), 0) / sizes.length
  const covered = cells.reduce((sum, { width, height }) => sum + width * height, 0) / (request.width * request.height)
  return mean / 3 + Math.min(...sizes) + covered * FULL_WORTH
}
