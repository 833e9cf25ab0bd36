import { AFTER_OUT_MS, type Box, MOVE_MS, type Motion, NO_SHIFT, type Placed, type SceneItem, type Shift } from './motion.ts'

/** Up to this difference of their widths a text is set alike in two cards. */
const AS_WIDE_PART = 0.05
/** In pixels. */
const TOUCHING = 0.01

/** Whether the next picture gives a card that stays another column or another size. */
export function isReshaped<Card extends Placed>(now: readonly SceneItem<Card>[], target: readonly Card[]): boolean {
  const places = new Map(target.map((card) => [card.key, card]))
  return now.some(({ card }) => {
    const next = places.get(card.key)
    return next !== undefined && (next.x !== card.x || next.width !== card.width || next.height !== card.height)
  })
}

/**
 * The next picture, which has other places for the same cards: each card goes straight from its place to the next one, and takes its size on the way;
 * a text that is broken anew becomes visible meanwhile. What is new comes
 * beside them. Only a card whose way would cross another one leaves, and appears again. So a wall that has messages always shows one.
 */
export function reshape<Card extends Placed>(
  items: readonly SceneItem<Card>[],
  target: readonly Card[],
  { count, nowMs }: { readonly count: number; readonly nowMs: number },
): readonly SceneItem<Card>[] {
  const ways = freeWays(
    items.filter(({ isLeaving }) => !isLeaving),
    target,
  )
  const leaves = items.some((item) => item.isLeaving || (!ways.has(item.card.key) && nowMs >= item.standsAtMs))
  const delayMs = leaves ? AFTER_OUT_MS : 0
  const known = items.flatMap((item): SceneItem<Card>[] => {
    if (item.isLeaving) return [item]
    const way = ways.get(item.card.key)
    // A card that is taken away while it enters is not at its place yet: it is gone at once.
    if (way === undefined && nowMs < item.standsAtMs) return []
    if (way === undefined) return [{ ...item, isLeaving: true, count, motion: { kind: 'leave', atMs: nowMs, delayMs: 0, shift: NO_SHIFT } }]
    const { from, to } = way
    if (to === item.card) return [item]
    if (isSameBox(item.card, to)) return [{ ...item, card: to }]
    const motion = { atMs: nowMs, delayMs, shift: NO_SHIFT, from }
    if (keepsLines(item.card, to)) return [{ ...item, card: to, motion: { kind: 'reshape', ...motion } }]
    return [{ ...item, card: to, face: count, before: { card: item.card, face: item.face }, motion: { kind: 'remake', ...motion } }]
  })
  const taken: Way<Placed>[] = [...ways.values()]
  const entered = target
    .filter(({ key }) => !ways.has(key))
    .map((card): SceneItem<Card> => {
      const shift = freeShift(card, taken)
      if (shift !== null) taken.push({ from: shifted(card, shift), to: card })
      const motion: Motion = {
        kind: shift === null || shift === NO_SHIFT ? 'appear' : 'slide',
        atMs: nowMs,
        delayMs: delayMs + (shift === null ? MOVE_MS : 0),
        shift: shift ?? NO_SHIFT,
      }
      const standsAtMs = nowMs + motion.delayMs + (motion.kind === 'slide' ? MOVE_MS : 0)
      return { id: `${card.key} ${count}`, card, isLeaving: false, count, face: count, motion, standsAtMs }
    })
  return [...known, ...entered]
}

/**
 * How far from its place a new card begins, so that it meets none of the others: not at all, or by the shortest straight way beside them. `null`: there is no such way,
 * and its place is free only once the others are at theirs.
 */
function freeShift(card: Placed, others: readonly Way<Placed>[]): Shift | null {
  const shifts = others.flatMap(({ from, to }): Shift[] => [
    { x: from.x + from.width - card.x + Math.max(0, card.x - to.x - to.width), y: 0 },
    { x: from.x - card.x - card.width - Math.max(0, to.x - card.x - card.width), y: 0 },
    { x: 0, y: from.y + from.height - card.y + Math.max(0, card.y - to.y - to.height) },
    { x: 0, y: from.y - card.y - card.height - Math.max(0, to.y - card.y - card.height) },
  ])
  shifts.sort((one, other) => Math.abs(one.x + one.y) - Math.abs(other.x + other.y))
  const isFree = (shift: Shift): boolean => !others.some((other) => meet({ from: shifted(card, shift), to: card }, other))
  return [NO_SHIFT, ...shifts].find(isFree) ?? null
}

function shifted({ x, y, width, height }: Box, shift: Shift): Box {
  return { x: x + shift.x, y: y + shift.y, width, height }
}

/** A straight way: all edges move evenly from one box to the next. */
interface Way<Card extends Placed> {
  readonly from: Box
  readonly to: Card
}

/** The ways of the cards that meet no other one, by key. */
function freeWays<Card extends Placed>(now: readonly SceneItem<Card>[], target: readonly Card[]): ReadonlyMap<string, Way<Card>> {
  const places = new Map(target.map((card) => [card.key, card]))
  const ways = new Map<string, Way<Card>>()
  for (const { card } of now) {
    const to = places.get(card.key)
    if (to === undefined) continue
    const way = { from: beginning(card, to), to }
    if (![...ways.values()].some((other) => meet(way, other))) ways.set(card.key, way)
  }
  return ways
}

/** Where a card begins: in its old place, with its lines in the middle of it where they stay as they are. */
function beginning(old: Placed, next: Placed): Box {
  if (!keepsLines(old, next)) return old
  return { x: old.x + (old.width - next.width) / 2, y: old.y, width: next.width, height: old.height }
}

/** Whether the card is about as wide as before, and its old place holds its lines. */
function keepsLines(old: Placed, next: Placed): boolean {
  const isAsWide = Math.abs(old.width - next.width) <= AS_WIDE_PART * next.width
  return isAsWide && old.height >= (next.least ?? next.height) - 0.5
}

function isSameBox(one: Box, other: Box): boolean {
  return one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height
}

/** Whether two cards that go their ways at the same time are over each other at any moment. */
function meet(one: Way<Placed>, other: Way<Placed>): boolean {
  const [before, after] = [depths(one.from, other.from), depths(one.to, other.to)]
  let [from, to] = [0, 1]
  for (const [at, depth] of before.entries()) {
    const end = after[at] as number
    if (depth <= TOUCHING && end <= TOUCHING) return false
    if (depth > TOUCHING && end > TOUCHING) continue
    const crossing = (depth - TOUCHING) / (depth - end)
    if (depth > TOUCHING) to = Math.min(to, crossing)
    else from = Math.max(from, crossing)
  }
  return from < to
}

/** How far each edge of one box is inside the other: both are over each other where all are positive. */
function depths(one: Box, other: Box): readonly number[] {
  return [one.x + one.width - other.x, other.x + other.width - one.x, one.y + one.height - other.y, other.y + other.height - one.y]
}
