import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FlowMessage } from '../wall/flow-message.ts'
import { readingTimeMs } from '../wall/reading-time.ts'
import { aMessage } from '../wall/wall.test-kit.ts'
import { PROJECTOR, type Stage, VirtualLanes } from './danmaku.test-kit.ts'
import { LEAST_GAP } from './lanes.ts'

const HAN_LETTER = '从大学社团的第一次排练，到今天的红毯，一路看着你们走来。'.repeat(9).slice(0, 230)
const messages = (from: number, to: number): FlowMessage[] => Array.from({ length: to - from + 1 }, (_, at) => aMessage(from + at))

/** The distance of each message to the next one in its lane. */
function distances(screen: VirtualLanes): number[] {
  const lanes = new Map<number, { left: number; right: number }[]>()
  for (const card of screen.flow.shown) {
    const { at = -1, lanes: taken = 1 } = card.place.lane ?? {}
    for (let lane = at; lane < at + taken; lane += 1) lanes.set(lane, [...(lanes.get(lane) ?? []), screen.boxOf(card)])
  }
  return [...lanes.values()].flatMap((boxes) => {
    const sorted = boxes.sort((a, b) => a.left - b.left)
    return sorted.slice(1).map(({ left }, at) => left - (sorted[at]?.right ?? 0))
  })
}

const stages = fc.record({
  width: fc.constantFrom(90, 120, 169, 210, 346),
  height: fc.constantFrom(88.6, 166),
  region: fc.constantFrom('around', 'top', 'bottom', 'all'),
  density: fc.constantFrom('low', 'normal', 'high'),
  setting: fc.constantFrom('large', 'usual'),
}) satisfies fc.Arbitrary<Stage>
/** So many messages at once, and then so much time, in milliseconds. */
const arrivals = fc.array(fc.tuple(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 9_000 })), { minLength: 1, maxLength: 12 })
const texts = fc.constantFrom('喜', '🎉🎉🎉 新婚快乐', 'Congrats, you two!', HAN_LETTER, 'x'.repeat(230), undefined)

describe('danmaku', () => {
  it('never puts two messages over each other, or nearer than the least distance, whatever comes and however the screen changes', () => {
    fc.assert(
      fc.property(stages, stages, arrivals, fc.array(texts, { minLength: 1 }), (first, second, sent, contents) => {
        let order = 0
        const screen = new VirtualLanes(first, (each) => {
          for (const distance of distances(each)) expect(distance).toBeGreaterThanOrEqual(LEAST_GAP - 0.001)
        })
        for (const [at, [count, forMs]] of sent.entries()) {
          screen.add(
            ...Array.from({ length: count }, () => {
              order += 1
              const content = contents[order % contents.length]
              return aMessage(order, content === undefined ? {} : { content })
            }),
          )
          screen.run(forMs)
          if (at === 5) screen.resize({ ...second, unit: 1.3 })
        }
      }),
      { seed: 17, numRuns: 25 },
    )
  })

  it.each(['around', 'top', 'bottom', 'all'] as const)(
    'no message is ever in the room that is kept free at the right edge, whatever comes and whatever the shape of the screen: %s',
    (region) => {
      const asides = fc.record({ width: fc.constantFrom(30, 38), height: fc.constantFrom(34, 39, 46) })
      fc.assert(
        fc.property(stages, asides, fc.boolean(), arrivals, fc.array(texts, { minLength: 1 }), (stage, aside, isStill, sent, contents) => {
          let [order, met] = [0, 0]
          const screen = new VirtualLanes({ ...stage, region, aside, isStill }, (each) => {
            const { top, bottom } = each.lanes.free
            const middle = (top + stage.height - bottom) / 2
            for (const card of each.flow.shown) {
              const box = each.boxOf(card)
              const band = each.lanes.bands.find(
                ({ top: from, lanes }) => box.top >= from - 0.01 && box.bottom <= from + lanes * each.lanes.laneHeight + 0.01,
              )
              // What is beyond the end of its band is not drawn.
              const right = Math.min(box.right, band?.width ?? Number.POSITIVE_INFINITY)
              const isBeside = right > stage.width - aside.width + 0.01
              if (isBeside && box.top < middle + aside.height / 2 - 0.01 && box.bottom > middle - aside.height / 2 + 0.01) met += 1
            }
          })
          for (const [count, forMs] of sent) {
            screen.add(
              ...Array.from({ length: count }, () => {
                order += 1
                const content = contents[order % contents.length]
                return aMessage(order, content === undefined ? {} : { content })
              }),
            )
            screen.run(forMs)
          }
          expect(met).toBe(0)
        }),
        { seed: 23, numRuns: 10 },
      )
    },
  )

  it('moves every message at one speed, each from the right edge to the left', () => {
    const ways = new Map<string, number>()
    let speeds: number[] = []
    const entered: number[] = []
    const screen = new VirtualLanes(PROJECTOR, (each) => {
      for (const card of each.flow.shown) {
        const { left } = each.boxOf(card)
        const before = ways.get(card.key)
        if (before !== undefined) speeds.push(before - left)
        else if (card.isNew) entered.push(left / each.lanes.width)
        ways.set(card.key, left)
      }
    })
    screen.add(...messages(1, 40))
    screen.run(4_000)
    screen.add(...messages(41, 100))
    speeds = []
    screen.run(4_000)
    expect(Math.max(...speeds) - Math.min(...speeds)).toBeLessThan(1e-9)
    expect(entered.length).toBeGreaterThan(3)
    expect([...new Set(entered)]).toEqual([1])
    expect(speeds[0]).toBeCloseTo(screen.lanes.pxPerMs * 200)
  })

  it('[P4] shows sixty at once each once before any returns, the last one within a minute', () => {
    const screen = new VirtualLanes(PROJECTOR)
    screen.add(...messages(1, 30))
    screen.run(20_000)
    const before = new Map(screen.entries)
    screen.add(...messages(31, 90))
    let returned = 0
    for (let second = 0; second < 60 && screen.flow.waiting.length > 0; second += 1) {
      screen.run(1_000)
      if (screen.flow.waiting.length > 0) returned = [...before].filter(([key, count]) => screen.entries.get(key) !== count).length
    }
    expect(screen.flow.waiting).toEqual([])
    expect(returned).toBe(0)
    expect(messages(31, 90).map(({ key }) => screen.entries.get(key))).toEqual(Array(60).fill(1))
  })

  it('has sixty and more on a wide screen at once', () => {
    let most = 0
    const stage: Stage = { width: 346, height: 100, region: 'all', density: 'high' }
    const screen = new VirtualLanes(stage, (each) => {
      most = Math.max(most, each.visible().length)
    })
    screen.add(...Array.from({ length: 150 }, (_, at) => aMessage(at + 1, { content: '恭喜！' })))
    screen.add(...Array.from({ length: 100 }, (_, at) => aMessage(at + 151, { content: '恭喜！' })))
    screen.run(30_000)
    expect(most).toBeGreaterThanOrEqual(60)
    expect(most).toBeLessThanOrEqual(80)
  })

  it('[P4] keeps up with a Chinese letter every six seconds: the newest enters within 30 s', () => {
    const screen = new VirtualLanes(PROJECTOR)
    screen.add(...messages(1, 30))
    screen.run(20_000)
    for (let order = 31; order <= 60; order += 1) {
      screen.add(aMessage(order, { content: HAN_LETTER }))
      screen.run(6_000)
      expect(screen.flow.waiting.length).toBeLessThanOrEqual(5)
    }
  })

  it.each([
    ['top', (top: number, bottom: number) => top >= 0 && bottom <= 27.01],
    ['bottom', (top: number, bottom: number) => top >= 88.6 - 27.01 && bottom <= 88.61],
    ['around', (top: number, bottom: number) => bottom <= 27.01 || top >= 88.6 - 27.01],
    ['all', (top: number, bottom: number) => top >= 0 && bottom <= 88.61],
  ] as const)('stays in its region: %s', (region, isInside) => {
    const screen = new VirtualLanes({ ...PROJECTOR, region }, (each) => {
      for (const card of each.flow.shown) {
        const { top, bottom } = each.boxOf(card)
        expect(isInside(top, bottom)).toBe(true)
      }
    })
    screen.add(...messages(1, 60))
    screen.run(5_000)
    expect(screen.flow.shown.length).toBeGreaterThan(3)
  })

  it('keeps the distance of its density, also in a burst', () => {
    const least = { low: 36, normal: 6, high: 4 } as const
    const crowd = (density: Stage['density']): number => {
      const screen = new VirtualLanes({ ...PROJECTOR, density }, (each) => {
        for (const distance of distances(each)) expect(distance).toBeGreaterThanOrEqual(least[density] - 0.001)
      })
      screen.add(...messages(1, 20))
      screen.run(3_000)
      screen.add(...messages(21, 90))
      screen.run(20_000)
      return screen.flow.shown.length
    }
    const [low, normal, high] = [crowd('low'), crowd('normal'), crowd('high')]
    expect(low).toBeLessThan(normal)
    expect(normal).toBeLessThanOrEqual(high)
  })

  it('begins full, and each message of the first picture stays long enough to read', () => {
    const screen = new VirtualLanes(PROJECTOR)
    screen.add(...messages(1, 60))
    expect(screen.visible().length).toBeGreaterThanOrEqual(8)
    for (const card of screen.flow.shown) {
      const goneMs = screen.boxOf(card).right / screen.lanes.pxPerMs
      expect(goneMs).toBeGreaterThanOrEqual(readingTimeMs(card.message.content) - 1)
    }
  })

  it('lets a single message return after a rest, from the right edge', () => {
    const screen = new VirtualLanes(PROJECTOR)
    screen.add(aMessage(1, { content: '恭喜！' }))
    screen.run(90_000)
    expect(screen.entries.get('m1')).toBeGreaterThan(3)
    expect(screen.entries.get('m1')).toBeLessThan(7)
  })

  it('lets few messages return one after the other, so that the screen is not empty: of five at least one is always there', () => {
    let [looks, least, most] = [0, Number.POSITIVE_INFINITY, 0]
    const screen = new VirtualLanes(PROJECTOR, (each) => {
      looks += 1
      least = Math.min(least, each.visible().length)
      most = Math.max(most, each.visible().length)
    })
    screen.add(...messages(1, 5))
    screen.run(180_000)
    expect(looks).toBeGreaterThan(100)
    expect(least).toBeGreaterThanOrEqual(1)
    expect(most).toBeLessThanOrEqual(5)
  })

  it('few messages are large and fill the lanes: of five, letters stand in half of them, most of the time', () => {
    const parts: number[] = []
    const sizes = new Set<number>()
    const screen = new VirtualLanes({ ...PROJECTOR, setting: 'large' }, (each) => {
      const { width, bands, laneHeight } = each.lanes
      const room = width * bands.reduce((sum, { lanes }) => sum + lanes * laneHeight, 0)
      let taken = 0
      for (const card of each.flow.shown) {
        const { left, right, top, bottom } = each.boxOf(card)
        taken += Math.max(0, Math.min(width, right) - Math.max(0, left)) * (bottom - top)
        sizes.add(card.place.fit.fontSize)
      }
      if (each.nowMs > 20_000) parts.push(taken / room)
    })
    screen.add(...messages(1, 5))
    screen.run(180_000)
    parts.sort((a, b) => a - b)
    expect(parts[Math.floor(parts.length / 2)]).toBeGreaterThan(0.45)
    expect(Math.max(...sizes)).toBeGreaterThan(8)
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(5)
  })

  it('lets few messages that came all at once return one after the other, in the end', () => {
    let least = Number.POSITIVE_INFINITY
    const screen = new VirtualLanes(PROJECTOR, (each) => {
      if (each.nowMs > 60_000) least = Math.min(least, each.visible().length)
    })
    screen.add(aMessage(1, { content: '恭喜！' }))
    screen.run(8_000)
    screen.add(aMessage(2, { content: '早生贵子' }), aMessage(3, { content: '喜' }))
    screen.run(180_000)
    expect(least).toBeGreaterThanOrEqual(1)
  })

  it('[SCREEN-3] a message that is taken away is gone at once', () => {
    const screen = new VirtualLanes(PROJECTOR)
    screen.add(...messages(1, 20))
    const [gone] = screen.flow.shown
    screen.remove(gone?.key ?? '')
    expect(screen.flow.shown.some(({ key }) => key === gone?.key)).toBe(false)
  })

  it('goes on where it was when the screen changes its size', () => {
    const screen = new VirtualLanes(PROJECTOR)
    screen.add(...messages(1, 40))
    screen.run(3_000)
    const before = new Map(screen.flow.shown.map((card) => [card.key, screen.boxOf(card).left]))
    screen.resize({ ...PROJECTOR, width: 338, height: 177.2, unit: 2 })
    screen.run(800, 800)
    const kept = screen.flow.shown.filter(({ key }) => before.has(key))
    expect(kept.length).toBeGreaterThan(5)
    for (const card of kept) expect(screen.boxOf(card).left).toBeCloseTo(2 * (before.get(card.key) as number) - screen.lanes.pxPerMs * 800)
  })
})
