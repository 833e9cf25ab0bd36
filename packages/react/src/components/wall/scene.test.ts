import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stackCards } from './masonry.ts'
import { EMPTY_SCENE, MOVE_MS, nextScene, OUT_MS, type Placed, type Scene, withoutLeaving } from './scene.ts'

const WIDTH = 100
const GAP = 10

interface Card {
  readonly key: string
  readonly column: number
  readonly span: number
  readonly height: number
}

/** Cards in columns, as the wall lays them. */
function lay(cards: readonly Card[], columns = 3): Placed[] {
  return stackCards(cards, columns, GAP).placed.map(({ card, top }) => ({
    key: card.key,
    x: card.column * (WIDTH + GAP),
    y: top,
    width: card.span * WIDTH + (card.span - 1) * GAP,
    height: card.height,
  }))
}

/** The visible cards of a scene at a moment; a card that stayed comes from `before`. Any easing will do, if it is one for all cards. */
function seenAt(scene: Scene<Placed>, before: Scene<Placed>, ms: number): Placed[] {
  return scene.items.flatMap(({ id, card, isLeaving, entersAfterMs, movesAfterMs }) => {
    const from = before.items.find((item) => item.id === id)
    if (isLeaving) return ms < OUT_MS ? [card] : []
    if (from === undefined) return ms >= entersAfterMs ? [card] : []
    const part = Math.min(1, Math.max(0, (ms - movesAfterMs) / MOVE_MS)) ** 0.3
    return [{ ...card, y: from.card.y + (card.y - from.card.y) * part }]
  })
}

function overlaps(cards: readonly Placed[]): string[] {
  return cards.flatMap((one, at) =>
    cards
      .slice(at + 1)
      .filter(
        (other) =>
          one.x + 0.01 < other.x + other.width &&
          other.x + 0.01 < one.x + one.width &&
          one.y + 0.01 < other.y + other.height &&
          other.y + 0.01 < one.y + one.height,
      )
      .map((other) => `${one.key} over ${other.key}`),
  )
}

const card = fc.record({
  key: fc.constantFrom(...'abcdefghij'.split('')),
  column: fc.integer({ min: 0, max: 2 }),
  span: fc.constantFrom(1, 1, 2),
  height: fc.integer({ min: 20, max: 90 }),
})
const stage = fc
  .uniqueArray(card, { maxLength: 8, selector: ({ key }) => key })
  .map((cards) => cards.map((each) => ({ ...each, column: Math.min(each.column, 3 - each.span) })))

describe('a change of the wall', () => {
  it('never shows two cards at one place, whatever comes, goes, moves or changes columns', () => {
    fc.assert(
      fc.property(fc.array(stage, { minLength: 2, maxLength: 6 }), (stages) => {
        let before: Scene<Placed> = EMPTY_SCENE
        for (const cards of stages) {
          const scene = nextScene(before, lay(cards))
          for (let ms = 0; ms <= OUT_MS + MOVE_MS + 40; ms += 20) expect(overlaps(seenAt(scene, before, ms))).toEqual([])
          expect(scene.busyMs).toBeLessThanOrEqual(OUT_MS + MOVE_MS)
          before = withoutLeaving(scene)
          expect(new Set(before.items.map((item) => item.card))).toEqual(new Set(lay(cards)))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('ends when no animation runs', () => {
    const one = nextScene<Placed>(EMPTY_SCENE, lay([{ key: 'a', column: 0, span: 1, height: 50 }]))
    expect(one.busyMs).toBe(0)
    const below = nextScene(
      one,
      lay([
        { key: 'a', column: 0, span: 1, height: 50 },
        { key: 'b', column: 0, span: 1, height: 50 },
      ]),
    )
    expect(below.busyMs).toBe(0)
    const onTop = nextScene(
      one,
      lay([
        { key: 'b', column: 0, span: 1, height: 50 },
        { key: 'a', column: 0, span: 1, height: 50 },
      ]),
    )
    expect(onTop.busyMs).toBe(MOVE_MS)
    const instead = nextScene(one, lay([{ key: 'b', column: 0, span: 1, height: 50 }]))
    expect(instead.busyMs).toBe(OUT_MS)
  })

  it('a card that stays is the same element, one that changes its column is another', () => {
    const one = nextScene<Placed>(EMPTY_SCENE, lay([{ key: 'a', column: 0, span: 1, height: 50 }]))
    const moved = nextScene(
      one,
      lay([
        { key: 'b', column: 0, span: 1, height: 50 },
        { key: 'a', column: 0, span: 1, height: 50 },
      ]),
    )
    const idOf = (scene: Scene<Placed>, key: string) => scene.items.filter((item) => item.card.key === key).map(({ id }) => id)
    expect(idOf(moved, 'a')).toEqual(idOf(one, 'a'))
    const elsewhere = nextScene(one, lay([{ key: 'a', column: 1, span: 1, height: 50 }]))
    expect(new Set(idOf(elsewhere, 'a')).size).toBe(2)
  })
})
