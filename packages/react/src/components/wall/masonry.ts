import {
  alignColumn,
  fitsColumn,
  type ColumnPlan,
  type ColumnRoom,
  type Growing,
  type Piece,
  planColumn,
  readyAtMs,
  STRETCH,
  type Standing,
} from './column.ts'
import type { CardBox } from './few-card.ts'
import type { FlowMessage } from './flow-message.ts'
import { type Geometry, spanWidth } from './geometry.ts'
import type { Admission, Layout, Place, Shown, Spot } from './layout.ts'
import { isLetter } from './reading-time.ts'
import type { TextFit } from './text-fit.ts'

/** The height of a card's content, and how its text is set. */
export interface CardSize {
  readonly height: number
  readonly fit: TextFit
}

/** Measures messages in the current geometry. */
export interface Ruler {
  /** A card over one column. Its height may exceed the wall's. */
  sizeOf(message: FlowMessage, isDense?: boolean): CardSize
  /** The text on a sheet over `span` columns. */
  sheetFitOf(message: FlowMessage, span: number): TextFit
  /** The text of one of few messages, in a card or on a sheet of this size. */
  cellFitOf(message: FlowMessage, cell: CardBox): TextFit
}

interface Laid extends Growing {
  readonly message: FlowMessage
  readonly natural: number
  readonly fit: TextFit
}

/** A column is left alone while it moves. */
const MOVES_MS = 650
/** Pinned cards stay while they use no more than this part of a column. */
const MAX_PINNED_PART = 0.45
/** A column whose cards end higher than this part has a hole. */
const FULL_PART = 0.93
/** Screens with no more columns get smaller cards in a crowd. */
const DENSE_COLUMNS = 2
/** A sheet covers the left two columns. */
const SHEET_SPAN = 2

/** Cards in columns that all end on one line; new ones on top, below what is pinned. A letter is a sheet over the left columns. */
export function masonry(geometry: Geometry, ruler: Ruler): Layout {
  const { columns, columnWidth, height, gap, scale } = geometry
  const room: ColumnRoom = { height, gap }
  const sheetSpan = Math.min(columns, SHEET_SPAN)
  const needsSheet = (message: FlowMessage): boolean => ruler.sizeOf(message).height > height + 0.5
  const all = Array.from({ length: columns }, (_, at) => at)

  const cardSpots = (column: number, cards: readonly Laid[]): Spot[] =>
    alignColumn(cards, room).map(({ top, height: cardHeight }, at) => {
      const { message, natural, fit } = cards[at] as Laid
      const place = { x: columnX(geometry, column), y: top, width: columnWidth, height: cardHeight, natural, fit, isSheet: false, scale }
      return { message, place }
    })

  const sheetSpot = (message: FlowMessage): Spot => {
    const width = spanWidth(geometry, sheetSpan)
    return {
      message,
      place: { x: geometry.left, y: 0, width, height, natural: height, fit: ruler.sheetFitOf(message, sheetSpan), isSheet: true, scale },
    }
  }

  /** The cards of a column, top first. */
  const cardsOf = (shown: readonly Shown[], column: number): Shown[] =>
    shown.filter(({ place }) => !place.isSheet && columnOf(geometry, place) === column).sort((a, b) => a.place.y - b.place.y)

  const standing = (cards: readonly Shown[], isFree: (card: Shown) => boolean): Standing[] => {
    const held = heldKeys(cards, height)
    return cards.map((card) => {
      const canLeave = !held.has(card.key) && isFree(card)
      return { key: card.key, height: card.place.height, isFree: canLeave, readAtMs: card.readAtMs }
    })
  }

  /** Fills these columns evenly, below what they keep. Where all messages have a place, the later ones stand on top. */
  const fill = (into: readonly number[], messages: readonly FlowMessage[], kept: ReadonlyMap<number, readonly FlowMessage[]>): Spot[] => {
    const stacks = into.map((column) => {
      const cards: Laid[] = []
      return { column, cards, end: -gap }
    })
    const placed = new Set<string>()
    const add = (stack: (typeof stacks)[number], message: FlowMessage, isOnTop = false): boolean => {
      const size = ruler.sizeOf(message)
      if (placed.has(message.key) || stack.end + gap + size.height > height + 0.5) return false
      const card = { message, ...size, natural: size.height, grows: true }
      if (isOnTop) stack.cards.unshift(card)
      else stack.cards.push(card)
      stack.end += gap + size.height
      placed.add(message.key)
      return true
    }
    for (const stack of stacks) for (const message of kept.get(stack.column) ?? []) add(stack, message)
    for (const message of messages) {
      const byEnd = [...stacks].sort((a, b) => a.end - b.end)
      const shortest = byEnd[0]
      if (shortest === undefined || stacks.every(({ end }) => end + gap > height * 0.9)) break
      // A letter waits for its sheet unless the wall holds all of them.
      if (geometry.kind === 'flow' && isLetter(message.content)) continue
      if (!placed.has(message.key)) byEnd.some((stack) => add(stack, message, geometry.kind === 'all'))
    }
    return stacks.flatMap(({ column, cards }) => cardSpots(column, cards))
  }

  const settle = (messages: readonly FlowMessage[], shown: readonly Shown[]): readonly Spot[] => {
    const sheet = geometry.kind === 'flow' ? sheetFor(messages, shown) : undefined
    const from = sheet === undefined ? 0 : sheetSpan
    // Cards of another width were in no column of this screen: they are placed anew.
    const own = shown.filter(({ place }) => place.width === geometry.columnWidth)
    const kept = new Map(all.map((column) => [column, cardsOf(own, column).map(({ message }) => message)]))
    const rest = messages.filter((message) => message !== sheet)
    if (geometry.kind === 'all') {
      const spots = fill(all, oldestFirst(rest), keepAll(kept, rest))
      return spots.length === rest.length ? spots : fill(all, oldestFirst(rest), new Map())
    }
    // A column whose cards have their size still, for example after a font has loaded for others, is left as it is.
    const same = new Set(all.slice(from).filter((column) => isSame(column, cardsOf(shown, column))))
    const untouched = shown.filter(({ place }) => !place.isSheet && same.has(columnOf(geometry, place)))
    const known = new Set(untouched.map(({ key }) => key))
    const open = all.slice(from).filter((column) => !same.has(column))
    const others = rest.filter(({ key }) => !known.has(key))
    return [...(sheet === undefined ? [] : [sheetSpot(sheet)]), ...untouched, ...fill(open, others, kept)]
  }

  const isSame = (column: number, cards: readonly Shown[]): boolean =>
    cards.length > 0 &&
    cards.every(({ message, place }) => {
      const size = ruler.sizeOf(message)
      const isPlaced =
        place.x === columnX(geometry, column) && place.width === geometry.columnWidth && place.y + place.height <= height + 0.5
      return isPlaced && Math.abs(size.height - place.natural) < 1 && size.fit.fontSize === place.fit.fontSize
    })

  /** A letter that stands on a sheet goes on to do so; a first picture begins with one only where nothing else is there. */
  const sheetFor = (messages: readonly FlowMessage[], shown: readonly Shown[]): FlowMessage | undefined => {
    const old = shown.find(({ place }) => place.isSheet)
    if (old !== undefined) return messages.find(({ key }) => key === old.key)
    return messages.filter(({ content }) => !isLetter(content)).length < columns
      ? messages.find(({ content }) => isLetter(content))
      : undefined
  }

  const admit = ({ shown, queue, spare, isFree, isHurried, isCrowded, nowMs }: Admission): readonly Spot[] | null => {
    const sheet = shown.find(({ place }) => place.isSheet)
    const covered = sheet === undefined ? 0 : sheetSpan
    const [head] = queue
    if (head === undefined) return null
    const isDense = isCrowded && columns <= DENSE_COLUMNS
    const letters = queue.filter(({ content }) => isLetter(content)).length
    // A sheet over every column would hold up all others while it is read: where one column holds the letter, it stands there.
    const asSheet = (message: FlowMessage): boolean =>
      needsSheet(message) || (columns > SHEET_SPAN && isLetter(message.content) && sheet === undefined && letters === 1)
    const pieces = new Map<FlowMessage, Piece>()
    const pieceOf = (message: FlowMessage): Piece => {
      const known = pieces.get(message)
      if (known !== undefined) return known
      const piece = { key: message.key, height: ruler.sizeOf(message, isDense).height }
      pieces.set(message, piece)
      return piece
    }
    const byKey = new Map([...spare, ...queue].map((message) => [message.key, message]))
    const columnCards = all.map((column) => (column < covered ? [] : cardsOf(shown, column)))
    const columnStanding = columnCards.map((cards) => standing(cards, isFree))
    const isMoving = (column: number): boolean => (columnCards[column] ?? []).some((card) => nowMs - card.shownAtMs < MOVES_MS)

    const enterSheet = (message: FlowMessage): readonly Spot[] | null => {
      const inTheWay = sheet === undefined ? all.slice(0, sheetSpan).flatMap((column) => columnCards[column] ?? []) : [sheet]
      // Pinned cards make room for a while, so that no message is dropped.
      return inTheWay.every(isFree) ? [sheetSpot(message), ...shown.filter((card) => !inTheWay.includes(card))] : null
    }

    const enterColumn = (message: FlowMessage, reserved: ReadonlySet<number>): readonly Spot[] | null => {
      const piece = pieceOf(message)
      let others: readonly Piece[] | null = null
      let best: { readonly column: number; readonly plan: ColumnPlan } | null = null
      for (const column of all.slice(covered)) {
        if (reserved.has(column) || isMoving(column) || !fitsColumn(columnStanding[column] ?? [], piece, room)) continue
        others ??= [...queue, ...spare].filter((other) => other !== message && other !== head && !asSheet(other)).map(pieceOf)
        const plan = planColumn(columnStanding[column] ?? [], piece, others, { ...room, isHurried, nowMs })
        if (plan !== null && (best === null || plan.cost < best.plan.cost)) best = { column, plan }
      }
      return best === null ? null : changed(best.column, best.plan)
    }

    const changed = (column: number, plan: ColumnPlan): readonly Spot[] => {
      const entering = plan.enters.map(({ key, height: natural }) => {
        const message = byKey.get(key) as FlowMessage
        return { message, height: natural, natural, fit: ruler.sizeOf(message, isDense).fit, grows: true }
      })
      const cards = columnCards[column] ?? []
      const old = new Map(cards.map((card) => [card.key, card]))
      // A pinned card does not sink: what enters comes below it, and the cards above it leave.
      const held = heldKeys(cards, height)
      const isHeld = cards.map(({ key }) => held.has(key))
      const above = new Set(cards.slice(0, isHeld.lastIndexOf(true) + 1).map(({ key }) => key))
      const staying = plan.stays.map(({ key, height: fixed }) => {
        const card = old.get(key) as Shown
        return { message: card.message, height: fixed, natural: card.place.natural, fit: card.place.fit, grows: false }
      })
      const head = staying.filter(({ message }) => above.has(message.key))
      const foot = staying.filter(({ message }) => !above.has(message.key))
      return [...shown.filter(({ key }) => !old.has(key)), ...cardSpots(column, [...head, ...entering, ...foot])]
    }

    // A sheet that was read makes room for its columns, unless a letter follows it.
    if (sheet !== undefined && isFree(sheet) && !queue.some(asSheet)) {
      const others = [...queue, ...spare].filter((message) => !asSheet(message))
      const spots = fill(all.slice(0, sheetSpan), others, new Map())
      if (spots.length > 0) return [...shown.filter((card) => card !== sheet), ...spots]
    }
    const first = asSheet(head) ? enterSheet(head) : enterColumn(head, new Set())
    if (first !== null) return first
    const reserved = new Set<number>()
    if (asSheet(head)) {
      if (sheet === undefined) for (const column of all.slice(0, sheetSpan)) reserved.add(column)
    } else {
      const held = all.map((column) => heldKeys(columnCards[column] ?? [], height))
      const ready = all.slice(covered).map((column) => {
        const isHeld = ({ key }: Standing): boolean => held[column]?.has(key) === true
        return { column, atMs: readyAtMs(columnStanding[column] ?? [], isHeld, pieceOf(head), room) }
      })
      const soonest = ready.sort((a, b) => a.atMs - b.atMs)[0]
      if (soonest !== undefined) reserved.add(soonest.column)
    }
    for (const message of queue.slice(1)) {
      if (asSheet(message) && sheet === undefined) continue
      const spots = asSheet(message) ? enterSheet(message) : enterColumn(message, reserved)
      if (spots !== null) return spots
    }
    return null
  }

  const hasHole = (shown: readonly Shown[]): boolean => {
    const covered = shown.some(({ place }) => place.isSheet) ? sheetSpan : 0
    return all.slice(covered).some((column) => {
      const cards = cardsOf(shown, column)
      const used = cards.reduce((total, { place }) => total + place.height, 0) + gap * 1.5 * Math.max(0, cards.length - 1)
      return used < height * FULL_PART
    })
  }

  const holds = (messages: readonly FlowMessage[]): boolean =>
    geometry.kind !== 'all' || fill(all, oldestFirst(messages), new Map()).length === messages.length

  return { holdsAll: geometry.kind !== 'flow', settle, admit, holds, hasHole }
}

/** Pinned cards that stay: from the head of the column on, while they leave room for others. */
function heldKeys(cards: readonly Shown[], height: number): Set<string> {
  const held = new Set<string>()
  let used = 0
  for (const card of cards) {
    if (!card.message.isPinned || used + card.place.height > height * MAX_PINNED_PART * (1 + STRETCH)) continue
    used += card.place.height
    held.add(card.key)
  }
  return held
}

function columnX({ left, columnWidth, gap }: Geometry, column: number): number {
  return left + column * (columnWidth + gap)
}

function columnOf({ left, columnWidth, gap }: Geometry, { x }: Place): number {
  return Math.round((x - left) / (columnWidth + gap))
}

function oldestFirst(messages: readonly FlowMessage[]): FlowMessage[] {
  return [...messages].sort((a, b) => a.order - b.order)
}

/** The messages that each column keeps, in its order. */
function keepAll(kept: ReadonlyMap<number, readonly FlowMessage[]>, messages: readonly FlowMessage[]): Map<number, readonly FlowMessage[]> {
  const present = new Map(messages.map((message) => [message.key, message]))
  return new Map([...kept].map(([column, cards]) => [column, cards.flatMap(({ key }) => present.get(key) ?? [])]))
}
