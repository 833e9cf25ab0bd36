import { type CardBox, type FewMessage, fewPhoto, fewSize, isLowCard } from './few-card.ts'

/** In percent of the screen's height, like all lengths here: between two cards. */
export const FEW_GAP = 4
/** The widths that cards may have, the best first. */
const WIDTHS = [54, 66, 80, 94] as const
const WIDTHS_ON_WIDE = [...WIDTHS, 112, 130] as const
const NARROWEST = 36
const HIGHEST = 64
const LOWEST = 24
/** A card is at most so much wider than it is high, unless it is low. */
const WIDEST_PART = 1.6
/** One row is calmer than two, and a row with fewer cards than the others is less calm. */
const ROW_PART = 0.86
const RAGGED_PART = 0.94
/** A larger text is worth nothing. A very wide screen is looked at from farther away. */
const LARGE = 9
const LARGE_ON_WIDE = 11
const WIDE_FROM = 250
/** A higher photo makes up for a somewhat smaller text. */
const PHOTO_PART = 0.06

/** Cards of one size in rows. */
interface FewGrid extends CardBox {
  readonly columns: number
  readonly rows: number
}

export interface FewRequest {
  readonly width: number
  readonly height: number
  readonly unit: number
  readonly textScale: number
  readonly messages: readonly FewMessage[]
}

/** A card with its place, in pixels. */
export interface Cell extends CardBox {
  readonly x: number
  readonly y: number
}

/**
 * The places of few messages, in the middle of the wall: rows of cards of one size, in the grid in which the texts stand largest and their lines are
 * not short. `null` where none of the grids holds them.
 */
export function fewGrid(request: FewRequest): readonly Cell[] | null {
  let best: { readonly grid: FewGrid; readonly score: number } | null = null
  for (const grid of gridsFor(request)) {
    const score = scoreOf(grid, request)
    if (score !== null && (best === null || score > best.score)) best = { grid, score }
  }
  return best === null ? null : cellsOf(best.grid, request)
}

function gridsFor({ width, height, unit, messages }: FewRequest): FewGrid[] {
  const count = Math.max(1, messages.length)
  const gap = FEW_GAP * unit
  const widths: readonly number[] = width > WIDE_FROM * unit ? WIDTHS_ON_WIDE : WIDTHS
  return Array.from({ length: count }, (_, at) => at + 1).flatMap((rows): FewGrid[] => {
    const columns = Math.ceil(count / rows)
    if (Math.ceil(count / columns) !== rows) return []
    const widest = (width - gap * (columns - 1)) / columns
    const highest = (height - gap * (rows - 1)) / rows
    const heights = [HIGHEST * unit, highest].filter((each, at) => at === 1 || each < highest)
    return heights.flatMap((cardHeight) =>
      [...widths.map((each) => each * unit), widest]
        .filter((each, at) => each <= widest && (each < widest || at === widths.length) && each >= Math.min(NARROWEST * unit, widest))
        .filter((each) => each <= Math.max(WIDEST_PART * cardHeight, WIDTHS[0] * unit) || isLowCard(cardHeight, unit))
        .map((cardWidth) => ({ columns, rows, width: cardWidth, height: cardHeight })),
    )
  })
}

/** The size of the texts in percent of the screen's height, less for short lines; `null` where one does not fit. */
function scoreOf(grid: FewGrid, request: FewRequest): number | null {
  const { unit, textScale, messages } = request
  const { columns, rows, width, height } = grid
  const large = request.width > WIDE_FROM * unit ? LARGE_ON_WIDE : LARGE
  if (height < LOWEST * unit && rows > 1) return null
  let total = 0
  for (const message of messages) {
    const size = fewSize(message, grid, unit * textScale)
    if (size === null) return null
    total +=
      Math.min(large, size / unit) +
      (message.photo === undefined ? 0 : (fewPhoto(message.photo, grid, unit * textScale).height / unit) * PHOTO_PART)
  }
  const mean = messages.length === 0 ? 1 : total / messages.length
  const isRagged = messages.length % columns > 0 && rows > 1
  // Of two grids that are equally good the smaller one has less empty paper.
  return mean * ROW_PART ** (rows - 1) * (isRagged ? RAGGED_PART : 1) - (width * height) / (unit * unit) / 20_000
}

/** In order, each row in the middle. */
function cellsOf(grid: FewGrid, { width, height, unit, messages }: FewRequest): readonly Cell[] {
  const gap = FEW_GAP * unit
  const top = (height - grid.height * grid.rows - gap * (grid.rows - 1)) / 2
  return messages.map((_, at) => {
    const row = Math.floor(at / grid.columns)
    const inRow = Math.min(grid.columns, messages.length - row * grid.columns)
    const left = (width - grid.width * inRow - gap * (inRow - 1)) / 2
    const [x, y] = [left + (at % grid.columns) * (grid.width + gap), top + row * (grid.height + gap)]
    return { x, y, width: grid.width, height: grid.height }
  })
}
