import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Box, MOVE_MS, OUT_MS, type Placed } from './motion.ts'
import { EMPTY_SCENE, nextScene, type Scene, withoutLeft } from './scene.ts'

const WIDTH = 100
const GAP = 10

interface Card {
  readonly key: string
  readonly column: number
  readonly span: number
  readonly height: number
}

/** Cards in columns: each one is as high as its columns allow. */
function lay(cards: readonly Card[]): Placed[] {
  const free = [0, 0, 0]
  return cards.map(({ key, column, span, height }) => {
    const y = Math.max(...free.slice(column, column + span))
    free.fill(y + height + GAP, column, column + span)
    return { key, x: column * (WIDTH + GAP), y, width: span * WIDTH + (span - 1) * GAP, height }
  })
}

/** The visible cards of a scene at a moment; a card that stayed comes from `before`. Any easing will do, if it is one for all cards. */
function seenAt(scene: Scene<Placed>, before: Scene<Placed>, ms: number): Placed[] {
  const eased = (delayMs: number): number => Math.min(1, Math.max(0, (ms - delayMs) / MOVE_MS)) ** 0.3
  const between = (from: Box, to: Placed, part: number): Placed => {
    const mix = (side: 'x' | 'y' | 'width' | 'height'): number => from[side] + (to[side] - from[side]) * part
    return { key: to.key, x: mix('x'), y: mix('y'), width: mix('width'), height: mix('height') }
  }
  return scene.items.flatMap(({ id, card, motion: { kind, delayMs, shift, from } }) => {
    if (kind === 'leave') return ms < OUT_MS ? [card] : []
    if ((kind === 'appear' || kind === 'slide') && ms < delayMs && !before.items.some((item) => item.id === id)) return []
    const isPlayed = before.items.some((item) => item.id === id && item.card === card)
    if (from !== undefined && !isPlayed) return [between(from, card, eased(delayMs))]
    const left = 1 - eased(delayMs)
    return [isPlayed ? card : { ...card, x: card.x + shift.x * left, y: card.y + shift.y * left }]
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

const one = (key: string, height = 50): Card => ({ key, column: 0, span: 1, height })

describe('a change of the wall', () => {
  it('never shows two cards at one place, whatever comes, goes, moves or changes columns', () => {
    fc.assert(
      fc.property(fc.array(stage, { minLength: 2, maxLength: 6 }), (stages) => {
        let before: Scene<Placed> = EMPTY_SCENE
        let nowMs = 0
        for (const cards of stages) {
          const scene = nextScene(before, lay(cards), (nowMs += 1_000))
          for (let ms = 0; ms <= OUT_MS + MOVE_MS + 60; ms += 20) expect(overlaps(seenAt(scene, before, ms))).toEqual([])
          before = withoutLeft(scene, scene.count)
          expect(new Set(before.items.map((item) => item.card))).toEqual(new Set(lay(cards)))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('the column moves as one block with the new card riding in from above the wall', () => {
    const first = nextScene<Placed>(EMPTY_SCENE, lay([one('a'), one('b')]), 0)
    const second = nextScene(first, lay([one('new', 30), one('a')]), 1_000)
    const [a, b, entered] = second.items
    expect([a?.card.y, b?.isLeaving]).toEqual([40, true])
    expect(entered).toMatchObject({ motion: { kind: 'ride', shift: { y: -40 } }, card: { y: 0 } })
    // With the same delay: the leaving card is gone by then.
    expect(entered?.motion.delayMs).toBe(a?.motion.delayMs)
    expect(entered?.motion.atMs).toBe(a?.motion.atMs)
    expect(a?.motion.delayMs).toBeGreaterThanOrEqual(OUT_MS)
  })

  it('a column that does not change is left alone, with the same objects', () => {
    const cards = lay([one('a'), { key: 'far', column: 2, span: 1, height: 40 }])
    const first = nextScene<Placed>(EMPTY_SCENE, cards, 0)
    const second = nextScene(first, [...lay([one('new', 30), one('a')]), cards[1] as Placed], 1_000)
    expect(second.items.find((item) => item.card.key === 'far')).toBe(first.items[1])
  })

  it('a first picture appears at once', () => {
    const scene = nextScene<Placed>(EMPTY_SCENE, lay([one('a'), one('b')]), 0)
    expect(scene.items.map(({ motion: { kind, delayMs } }) => [kind, delayMs])).toEqual([
      ['appear', 0],
      ['appear', 0],
    ])
  })

  it('a card that stays is the same element, also in another column or of another size', () => {
    const first = nextScene<Placed>(EMPTY_SCENE, lay([one('a')]), 0)
    const idsOf = (scene: Scene<Placed>, key: string) => scene.items.filter((item) => item.card.key === key).map(({ id }) => id)
    expect(idsOf(nextScene(first, lay([one('b'), one('a')]), 1_000), 'a')).toEqual(idsOf(first, 'a'))
    expect(idsOf(nextScene(first, lay([{ ...one('a'), column: 1 }]), 1_000), 'a')).toEqual(idsOf(first, 'a'))
    expect(idsOf(nextScene(first, lay([one('a', 60)]), 1_000), 'a')).toEqual(idsOf(first, 'a'))
  })

  it('where the picture changes a card goes its way inside its old place and its new one, at once, and what is new slides in beside it', () => {
    const large = { key: 'a', x: 40, y: 20, width: 200, height: 100 }
    const first = nextScene<Placed>(EMPTY_SCENE, [large], 0)
    const [a, b] = nextScene(
      first,
      [
        { key: 'a', x: 0, y: 0, width: 100, height: 80 },
        { key: 'b', x: 110, y: 0, width: 100, height: 80 },
      ],
      1_000,
    ).items
    expect(a?.before).toEqual({ card: large, face: first.items[0]?.face })
    expect(a?.face).not.toBe(a?.before?.face)
    expect(a).toMatchObject({ motion: { kind: 'remake', delayMs: 0, from: { x: 40, y: 20, width: 200, height: 100 } } })
    // With the distance between both that it has at the end.
    expect(b).toMatchObject({ motion: { kind: 'slide', delayMs: 0, shift: { x: 140, y: 0 } } })
    // As wide as before, it keeps its letters and changes its height alone.
    const [lower] = nextScene(first, [{ ...large, y: 0, height: 60 }], 1_000).items
    expect(lower).toMatchObject({ motion: { kind: 'reshape', from: { x: 40, y: 20, width: 200, height: 100 } } })
    // Its lines need more than that place has: they are set anew on the way.
    const [higher] = nextScene(first, [{ ...large, height: 200 }], 1_000).items
    expect(higher).toMatchObject({ motion: { kind: 'remake', from: { x: 40, y: 20, width: 200, height: 100 } } })
  })

  it('while a message stays there is no moment without one, and no card is on its way outside the wall', () => {
    fc.assert(
      fc.property(fc.array(stage, { minLength: 2, maxLength: 6 }), (stages) => {
        let before: Scene<Placed> = EMPTY_SCENE
        let nowMs = 0
        let lowest = 0
        for (const cards of stages.map((each) => [one('always'), ...each])) {
          const target = lay(cards)
          const scene = nextScene(before, target, (nowMs += 1_000))
          const bottom = Math.max(lowest, ...target.map(({ y, height }) => y + height))
          const known = new Set(before.items.map(({ id }) => id))
          const enters = new Set(scene.items.filter(({ id }) => !known.has(id)).map((item) => item.card.key))
          for (let ms = 0; ms <= OUT_MS + MOVE_MS + 60; ms += 20) {
            const seen = seenAt(scene, before, ms)
            expect(seen.length).toBeGreaterThan(0)
            // What slides in may come from outside, which is not drawn.
            for (const { x, y, width, height } of seen.filter(({ key }) => !enters.has(key))) {
              expect(Math.min(x, (WIDTH + GAP) * 3 - GAP - x - width, bottom - y - height)).toBeGreaterThanOrEqual(-0.01)
            }
          }
          lowest = Math.max(...target.map(({ y, height }) => y + height))
          before = withoutLeft(scene, scene.count)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('a card that is taken away while it enters is gone at once, and what follows waits for cards that still leave', () => {
    const first = nextScene<Placed>(EMPTY_SCENE, lay([one('a'), one('b')]), 0)
    const second = nextScene(first, lay([one('new', 30), one('a')]), 1_000)
    const third = nextScene(second, lay([one('a')]), 1_100)
    expect(third.items.map(({ card: { key }, isLeaving }) => [key, isLeaving])).toEqual([
      ['a', false],
      ['b', true],
    ])
    expect(third.items[0]?.motion.delayMs).toBeGreaterThanOrEqual(OUT_MS)
  })
})
