/** A card in its place on the wall, in pixels. */
export interface Placed {
  readonly key: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A card as the wall draws it now. A card that goes to another column leaves and enters: it has a new id there. */
export interface SceneItem<Card extends Placed> {
  readonly id: string
  readonly card: Card
  readonly isLeaving: boolean
  /** How long it waits, unseen, before it appears. Fixed when it enters. */
  readonly entersAfterMs: number
  /** How long it waits in its old place before it moves to this one. */
  readonly movesAfterMs: number
}

/**
 * One change of the wall: what leaves fades out, then what stays moves, then what is new appears. No two cards are ever seen at one place.
 * All waits are told to the browser at once and begin with the same frame, so that a busy page cannot bring them out of step.
 */
export interface Scene<Card extends Placed> {
  /** In the order in which they came: an element that is moved within its parent would begin its animations anew. */
  readonly items: readonly SceneItem<Card>[]
  /** Until then nothing else may begin. */
  readonly busyMs: number
  /** Makes ids new. */
  readonly count: number
}

/** The style sheet has the same. */
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

/** The scene once what left is gone. */
export function withoutLeaving<Card extends Placed>(scene: Scene<Card>): Scene<Card> {
  return { ...scene, items: scene.items.filter((item) => !item.isLeaving), busyMs: 0 }
}

/**
 * The cards that may move up and down where they are, by key, as they will be: each keeps its column and size, and its order among those
 * that share its columns. Two that keep their order and touch neither before nor after do not touch on the way.
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
