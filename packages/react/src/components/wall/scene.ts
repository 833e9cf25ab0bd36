/** A card with its position on the wall, in pixels. */
export interface Placed {
  readonly key: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A card as the wall draws it. A card that changes its column leaves and enters again, with a new id. */
export interface SceneItem<Card extends Placed> {
  readonly id: string
  readonly card: Card
  readonly isLeaving: boolean
  /** Delay before it appears. Fixed when it enters. */
  readonly entersAfterMs: number
  /** Delay before it moves from its old position to this one. */
  readonly movesAfterMs: number
}

/**
 * One change of the wall in three steps: leaving cards fade out, then remaining cards move, then new cards appear. No two cards overlap.
 * All delays are handed to the browser together and start with the same frame, so that a busy page cannot separate the steps.
 */
export interface Scene<Card extends Placed> {
  /** In order of entry. An element that is moved within its parent would restart its animations. */
  readonly items: readonly SceneItem<Card>[]
  /** Duration during which no other change may start. */
  readonly busyMs: number
  /** Part of the ids, so that a card that enters again gets a new id. */
  readonly count: number
}

/** The style sheet uses the same durations. */
export const OUT_MS = 160
export const MOVE_MS = 400

export const EMPTY_SCENE: Scene<never> = { items: [], busyMs: 0, count: 0 }

export function nextScene<Card extends Placed>(scene: Scene<Card>, target: readonly Card[]): Scene<Card> {
  const now = scene.items.filter((item) => !item.isLeaving)
  const staying = keepOrder(now, target)
  const leaving = now.filter((item) => !staying.has(item.card.key))
  const hasMoves = now.some((item) => {
    const card = staying.get(item.card.key)
    return card !== undefined && card.y !== item.card.y
  })
  const movesAfterMs = leaving.length > 0 ? OUT_MS : 0
  const entersAfterMs = movesAfterMs + (hasMoves ? MOVE_MS : 0)
  const count = scene.count + 1
  const known = now.map((item): SceneItem<Card> => {
    const card = staying.get(item.card.key)
    return card === undefined ? { ...item, isLeaving: true } : { ...item, card, movesAfterMs }
  })
  const entering = target
    .filter((card) => !staying.has(card.key))
    .map((card): SceneItem<Card> => ({ id: `${card.key} ${count}`, card, isLeaving: false, entersAfterMs, movesAfterMs }))
  return { items: [...known, ...entering], busyMs: entersAfterMs, count }
}

/** The scene without the cards that have left. */
export function withoutLeaving<Card extends Placed>(scene: Scene<Card>): Scene<Card> {
  return { ...scene, items: scene.items.filter((item) => !item.isLeaving), busyMs: 0 }
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
