import type { Photo } from '@guestwall/protocol'
import { BESIDE_GAP, PHOTO_GAP, type PhotoFit, photoAbove, photoBeside } from './photo-fit.ts'
import { isLetter } from './reading-time.ts'
import { FEW_TYPE, fitSteps, lineHeight, estimateLines, wallText } from './text-fit.ts'
import { estimateEm } from './text-width.ts'

/** In percent of the screen's height, like all lengths here: between two cards. */
export const FEW_GAP = 4
/** The widths that cards may have, the best first. */
const WIDTHS = [54, 66, 80, 94] as const
const NARROWEST = 36
const HIGHEST = 64
const LOWEST = 24
/** A card is at most so much wider than it is high, unless it is low. */
const WIDEST_PART = 1.6
/** Below this height a card has less around its text, and its author on one line. */
const LOW = 44
/** The height around the text of a card, and the width beside it. */
const AROUND = 18
const AROUND_LOW = 11
const BESIDE = 9.1
/** The height above and below a photo that stands beside the text. */
const BESIDE_PHOTO = 6
/** A single letter is a sheet in the middle. */
const SHEET_WIDTH = 92
/** Lines shorter than so many characters are hard to read. */
const SHORT_LINE_EM = 6.5
/** One row is calmer than two, and a row with fewer cards than the others is less calm. */
const ROW_PART = 0.86
const RAGGED_PART = 0.94
/** A higher photo makes up for a somewhat smaller text. */
const PHOTO_PART = 0.06

/** Cards of one size in rows. */
export interface FewGrid {
  readonly columns: number
  readonly rows: number
  readonly cardWidth: number
  readonly cardHeight: number
}

interface FewMessage {
  readonly content: string
  readonly photo?: Photo | undefined
}

export interface FewRequest {
  readonly width: number
  readonly height: number
  readonly unit: number
  readonly textScale: number
  readonly messages: readonly FewMessage[]
}

/** Whether a card of this height has its author on one line. */
export function isLowCard(cardHeight: number, cardUnit: number): boolean {
  return cardHeight < LOW * cardUnit
}

/**
 * The places of few messages, in the middle of the wall: rows of cards of one size, in the grid in which the texts stand largest and their lines are
 * not short. `null` where none of the grids holds them.
 */
export function fewGrid(request: FewRequest): FewGrid | null {
  const { width, height, unit, messages } = request
  if (messages.some(({ content }) => isLetter(content))) {
    const cardWidth = Math.min(SHEET_WIDTH * unit, width)
    return messages.length === 1 ? { columns: 1, rows: 1, cardWidth, cardHeight: height } : null
  }
  let best: { readonly grid: FewGrid; readonly score: number } | null = null
  for (const grid of gridsFor(request)) {
    const score = scoreOf(grid, request)
    if (score !== null && (best === null || score > best.score)) best = { grid, score }
  }
  return best?.grid ?? null
}

function gridsFor({ width, height, unit, messages }: FewRequest): FewGrid[] {
  const count = Math.max(1, messages.length)
  const gap = FEW_GAP * unit
  return Array.from({ length: count }, (_, at) => at + 1).flatMap((rows): FewGrid[] => {
    const columns = Math.ceil(count / rows)
    if (Math.ceil(count / columns) !== rows) return []
    const widest = (width - gap * (columns - 1)) / columns
    const highest = (height - gap * (rows - 1)) / rows
    const heights = [HIGHEST * unit, highest].filter((each, at) => at === 1 || each < highest)
    return heights.flatMap((cardHeight) =>
      [...WIDTHS.map((each) => each * unit), widest]
        .filter((each, at) => each <= widest && (each < widest || at === WIDTHS.length) && each >= Math.min(NARROWEST * unit, widest))
        .filter((each) => each <= Math.max(WIDEST_PART * cardHeight, WIDTHS[0] * unit) || cardHeight < LOW * unit)
        .map((cardWidth) => ({ columns, rows, cardWidth, cardHeight })),
    )
  })
}

/** The size of the texts in percent of the screen's height, less for short lines; `null` where one does not fit. */
function scoreOf(grid: FewGrid, { unit, textScale, messages }: FewRequest): number | null {
  const { columns, rows, cardWidth, cardHeight } = grid
  if (cardHeight < LOWEST * unit && rows > 1) return null
  let total = 0
  for (const message of messages) {
    const size = readableSize(message, grid, unit * textScale)
    if (size === null) return null
    total += size / unit + (message.photo === undefined ? 0 : (fewPhoto(message.photo, grid, unit * textScale).height / unit) * PHOTO_PART)
  }
  const mean = messages.length === 0 ? 1 : total / messages.length
  const isRagged = messages.length % columns > 0 && rows > 1
  // Of two grids that are equally good the smaller one has less empty paper.
  return mean * ROW_PART ** (rows - 1) * (isRagged ? RAGGED_PART : 1) - (cardWidth * cardHeight) / (unit * unit) / 20_000
}

/** The photo in a card of this size. */
export function fewPhoto(photo: Photo, { cardWidth, cardHeight }: Pick<FewGrid, 'cardWidth' | 'cardHeight'>, unit: number): PhotoFit {
  const isLow = isLowCard(cardHeight, unit)
  const width = cardWidth - BESIDE * unit
  const room = { unit, width, height: cardHeight - (isLow ? BESIDE_PHOTO : AROUND) * unit }
  return isLow ? photoBeside(photo, room) : photoAbove(photo, room)
}

function readableSize({ content, photo }: FewMessage, grid: FewGrid, cardUnit: number): number | null {
  const { cardWidth, cardHeight } = grid
  const text = wallText(content)
  const fit = photo === undefined ? null : fewPhoto(photo, grid, cardUnit)
  const besideText = fit?.isBeside === true ? fit.width + BESIDE_GAP * cardUnit : 0
  const aboveText = fit?.isBeside === false ? fit.height + PHOTO_GAP * cardUnit : 0
  const width = cardWidth - BESIDE * cardUnit - besideText
  const height = cardHeight - (isLowCard(cardHeight, cardUnit) ? AROUND_LOW : AROUND) * cardUnit - aboveText
  for (const { fontSize, breaks, mostLines } of fitSteps({ text, width, unit: cardUnit, type: FEW_TYPE, measure: estimateEm })) {
    const lines = breaks === 'line' ? 1 : estimateLines(text, width / fontSize)
    if (lines > mostLines || lines * fontSize * lineHeight(text) > height) continue
    const shortness = lines === 1 ? 1 : Math.min(1, width / fontSize / SHORT_LINE_EM)
    return fontSize * shortness
  }
  return null
}
