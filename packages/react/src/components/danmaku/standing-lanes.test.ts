import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FlowMessage } from '../wall/flow-message.ts'
import { readingTimeMs } from '../wall/reading-time.ts'
import { aMessage } from '../wall/wall.test-kit.ts'
import { PROJECTOR, VirtualLanes } from './danmaku.test-kit.ts'

const STILL = { ...PROJECTOR, isStill: true } as const
/** A look may come so late. */
const LOOK_MS = 200
const LONG = '从大学社团的第一次排练，到今天的红毯，一路看着你们走来。'.repeat(9).slice(0, 230)
const messages = (from: number, to: number): FlowMessage[] =>
  Array.from({ length: to - from + 1 }, (_, at) => aMessage(from + at, (from + at) % 9 === 0 ? { content: LONG } : {}))

describe('danmaku where nothing may move', () => {
  it('[P6] stands still, and no two messages touch, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 9_000 })), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(90, 169, 346),
        (sent, width) => {
          const places = new Map<string, number>()
          const screen = new VirtualLanes({ ...STILL, width }, (each) => {
            const { flow, lanes } = each
            const boxes = flow.shown.map((card) => each.boxOf(card))
            for (const [at, a] of boxes.entries()) {
              expect(a.left).toBeGreaterThanOrEqual(-0.5)
              expect(a.right).toBeLessThanOrEqual(lanes.width + 0.5)
              for (const b of boxes.slice(at + 1))
                expect(a.left < b.right && b.left < a.right && a.top + 0.01 < b.bottom && b.top + 0.01 < a.bottom).toBe(false)
            }
            for (const { key, place } of flow.shown) expect(place.x).toBe(places.get(key) ?? place.x)
            places.clear()
            for (const { key, place } of flow.shown) places.set(key, place.x)
          })
          let order = 0
          for (const [count, forMs] of sent) {
            screen.add(...messages(order + 1, order + count))
            order += count
            screen.run(forMs)
          }
        },
      ),
      { seed: 17, numRuns: 12 },
    )
  })

  it('[P4] shows each message, long ones too, for as long as it takes to read', () => {
    const firstMs = new Map<string, number>()
    const lastMs = new Map<string, number>()
    const screen = new VirtualLanes(STILL, (each) => {
      for (const { key } of each.flow.shown) {
        if (!firstMs.has(key)) firstMs.set(key, each.nowMs)
        lastMs.set(key, each.nowMs)
      }
    })
    screen.add(...messages(1, 20))
    screen.run(10_000)
    screen.add(...messages(21, 60))
    screen.run(120_000)
    expect(screen.flow.waiting).toEqual([])
    for (const { key, content } of messages(21, 60)) {
      expect(firstMs.has(key), key).toBe(true)
      expect((lastMs.get(key) ?? 0) - (firstMs.get(key) ?? 0), key).toBeGreaterThanOrEqual(
        Math.min(readingTimeMs(content), 6_000) - LOOK_MS,
      )
    }
  })
})
