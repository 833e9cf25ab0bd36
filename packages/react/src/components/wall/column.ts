/** A card that stands in a column. */
export interface Standing {
  readonly key: string
  readonly height: number
  /** It may leave now. */
  readonly isFree: boolean
  readonly readAtMs: number
}

/** A card that could enter, with the height of its content. */
export interface Piece {
  readonly key: string
  readonly height: number
}

export interface ColumnRoom {
  readonly height: number
  readonly gap: number
}

/** A change of one column: the new cards on top, in this order, and the cards below them that stay. */
export interface ColumnPlan {
  readonly enters: readonly Piece[]
  readonly stays: readonly Standing[]
  /** The lower, the better. */
  readonly cost: number
}

/** A card may grow by this part of its height so that its column is full. */
export const STRETCH = 0.3
/** Gaps may grow by this part before a place counts as empty. */
const LOOSE_GAPS = 0.5
const MOST_ENTERING = 4
const ENTERING_COST = 0.01
/** While many messages wait, each one that enters is a gain. */
const HURRIED_COST = -0.2
/** For sums of fractions of pixels. */
const TOLERANCE = 0.5
/** The longest standing cards of a column that are considered to leave: it bounds the number of combinations. */
const MOST_LEAVING = 7

/** The best way for `head` to enter this column, with others that fill the place; `null` while the cards that would have to leave are being read. */
export function planColumn(
  column: readonly Standing[],
  head: Piece,
  others: readonly Piece[],
  room: ColumnRoom & { readonly isHurried: boolean; readonly nowMs: number },
): ColumnPlan | null {
  const free = column.filter(({ isFree }) => isFree).slice(-MOST_LEAVING)
  const standing = stackOf(column)
  const wasteBefore = wasteOf(room, standing, EMPTY)
  let best: { readonly mask: number; readonly enters: readonly Piece[]; readonly cost: number } | null = null
  for (let mask = 0; mask < 2 ** free.length; mask += 1) {
    const { stays, leaving, youngestMs } = without(standing, free, mask)
    if (leftOver(room, stays, { height: head.height, count: 1 }) < -TOLERANCE) continue
    const enters = filled(room, stays, head, others, room.isHurried)
    const calm = haste(leaving, youngestMs, room.nowMs) + enters.length * (room.isHurried ? HURRIED_COST : ENTERING_COST)
    const cost = (wasteOf(room, stays, stackOf(enters)) - wasteBefore) * 4 + calm
    if (best === null || cost < best.cost) best = { mask, enters, cost }
  }
  if (best === null) return null
  const { mask, enters, cost } = best
  return { enters, stays: column.filter((card) => !isIn(mask, free.indexOf(card))), cost }
}

/** Whether the head has a place in this column once all cards that may leave have left. */
export function fitsColumn(column: readonly Standing[], head: Piece, room: ColumnRoom): boolean {
  const stays = stackOf(column.filter(({ isFree }) => !isFree))
  return leftOver(room, stays, { height: head.height, count: 1 }) >= -TOLERANCE
}

/** Cards that stand one above the other. */
interface Stack {
  readonly height: number
  readonly count: number
}

const EMPTY: Stack = { height: 0, count: 0 }

function stackOf(cards: readonly { readonly height: number }[]): Stack {
  return { height: cards.reduce((total, { height }) => total + height, 0), count: cards.length }
}

function isIn(mask: number, bit: number): boolean {
  return bit >= 0 && Math.floor(mask / 2 ** bit) % 2 === 1
}

function without(
  stack: Stack,
  free: readonly Standing[],
  mask: number,
): { readonly stays: Stack; readonly leaving: number; readonly youngestMs: number } {
  let { height } = stack
  let leaving = 0
  let youngestMs = Number.NEGATIVE_INFINITY
  for (const [bit, card] of free.entries()) {
    if (!isIn(mask, bit)) continue
    height -= card.height
    leaving += 1
    youngestMs = Math.max(youngestMs, card.readAtMs)
  }
  return { stays: { height, count: stack.count - leaving }, leaving, youngestMs }
}

/** When the head can enter this column at the earliest, as far as reading times say. */
export function readyAtMs(column: readonly Standing[], isHeld: (card: Standing) => boolean, head: Piece, room: ColumnRoom): number {
  let { height, count } = stackOf(column)
  let readyMs = 0
  const inOrder = column.filter((card) => !isHeld(card)).sort((a, b) => a.readAtMs - b.readAtMs)
  for (const card of [null, ...inOrder]) {
    if (card !== null) {
      height -= card.height
      count -= 1
      readyMs = Math.max(readyMs, card.readAtMs)
    }
    if (leftOver(room, { height, count }, { height: head.height, count: 1 }) >= -TOLERANCE) return readyMs
  }
  return Number.POSITIVE_INFINITY
}

/**
 * Adds cards, the earlier ones of the queue before others that fit as well, until the place is filled; `isHurried`: as many as have a place, so that no card
 * grows where another one could stand.
 */
function filled(room: ColumnRoom, stays: Stack, head: Piece, others: readonly Piece[], isHurried: boolean): readonly Piece[] {
  const enters = [head]
  let height = head.height
  while (enters.length < MOST_ENTERING && (isHurried || wasteOf(room, stays, { height, count: enters.length }) > 0)) {
    let best: Piece | null = null
    let bestWaste = Number.POSITIVE_INFINITY
    for (const piece of others) {
      if (enters.includes(piece)) continue
      const more = { height: height + piece.height, count: enters.length + 1 }
      if (leftOver(room, stays, more) < -TOLERANCE) continue
      const waste = wasteOf(room, stays, more)
      if (waste >= bestWaste) continue
      best = piece
      bestWaste = waste
      if (waste === 0) break
    }
    if (best === null) break
    enters.push(best)
    height += best.height
  }
  return enters
}

function leftOver({ height, gap }: ColumnRoom, stays: Stack, enters: Stack): number {
  return height - stays.height - enters.height - gap * (stays.count + enters.count - 1)
}

/** The part of the column that stays empty although cards and gaps grow. */
function wasteOf(room: ColumnRoom, stays: Stack, enters: Stack): number {
  const cards = stays.count + enters.count
  if (cards === 0) return 1
  const grown = enters.height * STRETCH + (cards - 1) * room.gap * LOOSE_GAPS
  return Math.max(0, leftOver(room, stays, enters) - grown) / room.height
}

/** Prefers cards that were read long ago, and few of them. */
function haste(leaving: number, youngestMs: number, nowMs: number): number {
  return leaving === 0 ? 0 : leaving * 0.02 + 0.25 / (1 + Math.max(0, nowMs - youngestMs) / 4_000)
}

/** A card as input of the alignment: how high it is, and whether it can grow. */
export interface Growing {
  readonly height: number
  readonly grows: boolean
}

/**
 * The tops and heights with which the column ends at the room's end: the left-over height goes into the cards that can grow, then into the gaps, then again into
 * the cards.
 */
export function alignColumn(
  cards: readonly Growing[],
  { height, gap }: ColumnRoom,
): readonly { readonly top: number; readonly height: number }[] {
  const growing = cards.reduce((total, card) => total + (card.grows ? card.height : 0), 0)
  const gaps = Math.max(0, cards.length - 1)
  let left = Math.max(0, height - cards.reduce((total, card) => total + card.height, 0) - gap * gaps)
  const padding = Math.min(left, growing * STRETCH)
  left -= padding
  const loose = gaps === 0 ? 0 : Math.min(left, growing === 0 ? left : gap * gaps * LOOSE_GAPS)
  left -= loose
  const part = growing === 0 ? 0 : (padding + left) / growing
  let top = 0
  return cards.map((card) => {
    const placed = { top, height: card.grows ? card.height * (1 + part) : card.height }
    top += placed.height + gap + (gaps === 0 ? 0 : loose / gaps)
    return placed
  })
}
