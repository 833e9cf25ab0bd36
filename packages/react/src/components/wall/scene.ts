import { AFTER_OUT_MS, MOVE_MS, type Motion, NO_SHIFT, type Placed, type SceneItem } from './motion.ts'
import { isReshaped, reshape } from './reshape.ts'

/**
 * Each change of a column goes in strict steps: leaving cards fade out; then the column moves as one block, with the new cards on top of it; cards that enter
 * elsewhere appear last. All cards of a column move with the same duration and easing, from places that are apart to places that are apart, so no two of them overlap
 * in between. All steps are handed to the browser together, with one start time, so that a busy page cannot separate them. A picture with other columns is reshaped.
 */
export interface Scene<Card extends Placed> {
  /** In order of entry. An element that is moved within its parent would restart its animations. */
  readonly items: readonly SceneItem<Card>[]
  /** Part of the ids, so that a card that enters again gets a new id. */
  readonly count: number
}

export const EMPTY_SCENE: Scene<never> = { items: [], count: 0 }

/** The next scene. */
export function nextScene<Card extends Placed>(scene: Scene<Card>, target: readonly Card[], nowMs: number): Scene<Card> {
  const now = scene.items.filter((item) => !item.isLeaving)
  if (isReshaped(now, target)) return { items: reshape(scene.items, target, { count: scene.count + 1, nowMs }), count: scene.count + 1 }
  const staying = keepOrder(now, target)
  const leaving = scene.items.filter((item) => item.isLeaving || !staying.has(item.card.key)).map(({ card }) => card)
  const count = scene.count + 1
  const delayMs = (card: Placed): number => (leaving.some((other) => isSideBySide(card, other)) ? AFTER_OUT_MS : 0)
  const known = scene.items.flatMap((item): SceneItem<Card>[] => {
    if (item.isLeaving) return [item]
    const card = staying.get(item.card.key)
    // A card that is taken away while it enters is not at its place yet: it is gone at once.
    if (card === undefined && nowMs < item.standsAtMs) return []
    if (card === undefined)
      return [{ ...item, isLeaving: true, count, motion: { kind: 'leave', atMs: nowMs, delayMs: 0, shift: NO_SHIFT } }]
    if (card === item.card) return [item]
    if (card.y === item.card.y) return [{ ...item, card }]
    return [{ ...item, card, motion: { kind: 'move', atMs: nowMs, delayMs: delayMs(card), shift: { x: 0, y: item.card.y - card.y } } }]
  })
  const entering = target.filter((card) => !staying.has(card.key))
  const entered = entering.map((card): SceneItem<Card> => {
    const column = now.filter((item) => staying.has(item.card.key) && isSideBySide(item.card, card))
    const block = entering.filter((other) => isSideBySide(other, card))
    const blockEnd = Math.max(...block.map((other) => other.y + other.height))
    const belowBlock = column.every((item) => (staying.get(item.card.key) as Card).y >= blockEnd)
    const rides = column.length > 0 && belowBlock && block.every((other) => other.x === card.x)
    const moves = column.some((item) => (staying.get(item.card.key) as Card).y !== item.card.y)
    const motion: Motion = rides
      ? { kind: 'ride', atMs: nowMs, delayMs: delayMs(card), shift: { x: 0, y: -blockEnd - blockGap(block, blockEnd, column, staying) } }
      : { kind: 'appear', atMs: nowMs, delayMs: delayMs(card) + (moves ? MOVE_MS : 0), shift: NO_SHIFT }
    const standsAtMs = nowMs + motion.delayMs + (rides ? MOVE_MS : 0)
    return { id: `${card.key} ${count}`, card, isLeaving: false, count, face: count, motion, standsAtMs }
  })
  return { items: [...known, ...entered], count }
}

/** Another picture at once: the page fades from the one before to this one. */
export function cutTo<Card extends Placed>(scene: Scene<Card>, target: readonly Card[], nowMs: number): Scene<Card> {
  const count = scene.count + 1
  const motion: Motion = { kind: 'stand', atMs: nowMs, delayMs: 0, shift: NO_SHIFT }
  const items = target.map((card) => ({
    id: `${card.key} ${count}`,
    card,
    isLeaving: false,
    count,
    face: count,
    motion,
    standsAtMs: nowMs,
  }))
  return { items, count }
}

/** The block starts above the wall by the gap that it will have to the column. */
function blockGap<Card extends Placed>(
  block: readonly Card[],
  blockEnd: number,
  column: readonly SceneItem<Card>[],
  staying: ReadonlyMap<string, Card>,
): number {
  const next = Math.min(...column.map((item) => (staying.get(item.card.key) as Card).y))
  return block.length === 0 ? 0 : Math.max(1, next - blockEnd)
}

/** The scene without the cards that left with this change or an earlier one. */
export function withoutLeft<Card extends Placed>(scene: Scene<Card>, count: number): Scene<Card> {
  const items = scene.items.filter((item) => !item.isLeaving || item.count > count)
  return items.length === scene.items.length ? scene : { ...scene, items }
}

/**
 * The cards that can move within their column, by key, with their new positions. Each keeps its column, its size and its order among the cards
 * that share its columns. Two cards that keep their order and overlap neither before nor after do not overlap during the move.
 */
function keepOrder<Card extends Placed>(now: readonly SceneItem<Card>[], target: readonly Card[]): Map<string, Card> {
  const kept: { readonly from: Card; readonly to: Card }[] = []
  for (const { card: from } of now) {
    const to = target.find((card) => card.key === from.key)
    if (to === undefined || from.x !== to.x || from.width !== to.width || from.height !== to.height) continue
    const crosses = kept.some((other) => isSideBySide(from, other.from) && from.y < other.from.y !== to.y < other.to.y)
    if (!crosses) kept.push({ from, to })
  }
  return new Map(kept.map(({ to }) => [to.key, to]))
}

function isSideBySide(one: Placed, other: Placed): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width
}
