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
/** While many messages wait, each one that enters is a gain. */
const HURRIED_COST = -0.2
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
  const wasteBefore = waste(room, column, [])
  let best: ColumnPlan | null = null
  for (let mask = 0; mask < 2 ** free.length; mask += 1) {
    const leaving = new Set(free.filter((_, bit) => (mask & (2 ** bit)) !== 0))
    const stays = column.filter((card) => !leaving.has(card))
    if (leftOver(room, stays, [head]) < -0.5) continue
    const enters = filled(room, stays, head, others)
    const calm = haste([...leaving], room.nowMs) + enters.length * (room.isHurried ? HURRIED_COST : 0.01)
    const cost = (waste(room, stays, enters) - wasteBefore) * 4 + calm
    if (best === null || cost < best.cost) best = { enters, stays, cost }
  }
  return best
}

/** When the head can enter this column at the earliest, as far as reading times say. */
export function readyAtMs(column: readonly Standing[], isHeld: (card: Standing) => boolean, head: Piece, room: ColumnRoom): number {
  let stays = column
  let readyMs = 0
  const inOrder = column.filter((card) => !isHeld(card)).sort((a, b) => a.readAtMs - b.readAtMs)
  for (const card of [null, ...inOrder]) {
    if (card !== null) {
      stays = stays.filter((other) => other !== card)
      readyMs = Math.max(readyMs, card.readAtMs)
    }
    if (leftOver(room, stays, [head]) >= -0.5) return readyMs
  }
  return Number.POSITIVE_INFINITY
}

/** Adds cards, the earlier ones of the queue before others that fit as well, until the place is filled. */
function filled(room: ColumnRoom, stays: readonly Standing[], head: Piece, others: readonly Piece[]): Piece[] {
  let enters = [head]
  while (enters.length < MOST_ENTERING && waste(room, stays, enters) > 0) {
    let best: Piece[] | null = null
    let bestWaste = Number.POSITIVE_INFINITY
    for (const piece of others) {
      if (enters.includes(piece)) continue
      const more = [...enters, piece]
      if (leftOver(room, stays, more) < -0.5) continue
      const left = waste(room, stays, more)
      if (left >= bestWaste) continue
      best = more
      bestWaste = left
      if (left === 0) break
    }
    if (best === null) break
    enters = best
  }
  return enters
}

function leftOver({ height, gap }: ColumnRoom, stays: readonly { readonly height: number }[], enters: readonly Piece[]): number {
  return height - sum(stays) - sum(enters) - gap * (stays.length + enters.length - 1)
}

/** The part of the column that stays empty although cards and gaps grow. */
function waste(room: ColumnRoom, stays: readonly { readonly height: number }[], enters: readonly Piece[]): number {
  const cards = stays.length + enters.length
  if (cards === 0) return 1
  const grown = sum(enters) * STRETCH + Math.max(0, cards - 1) * room.gap * LOOSE_GAPS
  return Math.max(0, leftOver(room, stays, enters) - grown) / room.height
}

/** Prefers cards that were read long ago, and few of them. */
function haste(leaving: readonly Standing[], nowMs: number): number {
  const youngestMs = Math.max(Number.NEGATIVE_INFINITY, ...leaving.map(({ readAtMs }) => readAtMs))
  return leaving.length * 0.02 + (leaving.length === 0 ? 0 : 0.25 / (1 + Math.max(0, nowMs - youngestMs) / 4_000))
}

function sum(cards: readonly { readonly height: number }[]): number {
  return cards.reduce((total, { height }) => total + height, 0)
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
