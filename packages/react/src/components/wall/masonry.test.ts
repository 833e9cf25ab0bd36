import { describe, expect, it } from 'vitest'
import type { FlowMessage } from './flow-message.ts'
import type { Shown } from './layout.ts'
import { masonry, type Ruler } from './masonry.ts'
import { type Area, AREAS, aMessage, VirtualScreen } from './wall.test-kit.ts'

const LETTER = '祝'.repeat(140)
const areas = Object.keys(AREAS) as Area[]

/** The value below which this part of the values lies. */
const percentile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0

describe('the columns of a running wall', () => {
  it.each(areas)('all end on one line and leave no blank place, in calm and in a burst: %s', (area) => {
    const [, height] = AREAS[area]
    const blanks: number[] = []
    const ends = new Set<number>()
    const screen = new VirtualScreen(AREAS[area])
    let order = 0
    const add = (count: number): void => screen.add(...Array.from({ length: count }, () => aMessage((order += 1))))
    add(60)
    for (let second = 0; second < 100; second += 1) {
      if (second % 5 === 0) add(second === 40 ? 40 : 1)
      screen.run(1_000)
      blanks.push(screen.blank())
      const byColumn = new Map<number, number>()
      for (const { place } of screen.flow.shown) byColumn.set(place.x, Math.max(byColumn.get(place.x) ?? 0, place.y + place.height))
      for (const end of byColumn.values()) ends.add(Math.round(end))
    }
    expect([...ends]).toEqual([height])
    expect([percentile(blanks, 0.5) <= 0.08, percentile(blanks, 0.9) <= 0.15]).toEqual([true, true])
  })

  it('a letter is a sheet over the left two columns, while the right one flows on; then its columns are full again', () => {
    const screen = new VirtualScreen(AREAS['16:9'])
    screen.add(...Array.from({ length: 60 }, (_, at) => aMessage(at)))
    screen.run(20_000)
    screen.add(aMessage(100, { content: LETTER }))
    screen.run(2_000)
    const sheet = screen.flow.shown.find(({ key }) => key === 'm100')
    expect(sheet?.place).toMatchObject({ x: 0, y: 0, height: 81, isSheet: true })
    screen.add(aMessage(101))
    screen.run(2_000)
    expect(screen.flow.shown.find(({ key }) => key === 'm101')?.place.x).toBeGreaterThan(sheet?.place.width ?? 0)
    screen.run(20_000)
    expect(screen.flow.shown.some(({ place }) => place.isSheet)).toBe(false)
    expect(screen.blank()).toBeLessThan(0.08)
  })

  it('a pinned card does not sink: it keeps its place, or rises to the head of its column, and nothing crosses it', () => {
    const tops: number[] = []
    const screen = new VirtualScreen(AREAS['16:9'], ({ shown }) => {
      const pinned = shown.find(({ key }) => key === 'm58')
      if (pinned?.message.isPinned === true) tops.push(pinned.place.y)
    })
    screen.add(...Array.from({ length: 60 }, (_, at) => aMessage(at)))
    screen.run(10_000)
    expect(screen.flow.shown.some(({ key }) => key === 'm58')).toBe(true)
    screen.log[58] = aMessage(58, { isPinned: true })
    for (let order = 60; order < 100; order += 1) {
      screen.add(aMessage(order))
      screen.run(3_000)
    }
    expect(tops.length).toBeGreaterThan(500)
    expect(tops.filter((top, at) => at > 0 && top > (tops[at - 1] as number) + 0.5)).toEqual([])
    expect(tops[tops.length - 1]).toBe(0)
    expect(screen.blank()).toBeLessThan(0.15)
  })

  it('a wall that is to show every message says where one has no place, and lets none out where others can move', () => {
    const heights = [38, 40, 40, 38]
    const four = [1, 2, 3, 4].map((order) => aMessage(order))
    const wall = { columns: 2, columnWidth: 40, gap: 2, left: 0, height: 80, cells: [], kind: 'all', scale: 1.5 } as const
    const fit = { fontSize: 5, breaks: 'anywhere', pages: 1 } as const
    const ruler = (lowest: number): Ruler => ({
      sizeOf: ({ order }) => ({ height: Math.max(lowest, heights[order - 1] as number), fit }),
      sheetFitOf: () => fit,
      cellFitOf: () => fit,
    })
    expect([masonry(wall, ruler(0)), masonry(wall, ruler(40))].map((each) => each.holds?.(four))).toEqual([true, false])
    const standing = (at: number, x: number, y: number): Shown => {
      const message = four[at] as FlowMessage
      const height = heights[at] as number
      const place = { x, y, width: 40, height, natural: height, fit, isSheet: false }
      return { key: message.key, message, place, shownAtMs: 0, placedAtMs: 0, readAtMs: 0, isNew: false, hasReturned: false }
    }
    // As they stand, the third one has no place.
    const shown = [standing(0, 0, 0), standing(3, 0, 40), standing(1, 42, 0)]
    expect(masonry(wall, ruler(0)).settle(four, shown, 0)).toHaveLength(4)
  })

  it('one letter has the wall for itself', () => {
    const screen = new VirtualScreen(AREAS['16:9'])
    screen.add(aMessage(1, { content: LETTER }))
    expect(screen.flow.shown.map(({ place }) => [place.isSheet, place.x, place.width])).toEqual([[true, 0, 134]])
  })

  it('few messages have one height, and the wall is balanced', () => {
    const screen = new VirtualScreen(AREAS['16:9'])
    screen.add(aMessage(1), aMessage(2))
    const [first, second] = screen.flow.shown.map(({ place }) => place)
    expect(first?.height).toBe(second?.height)
    expect((first?.x ?? 0) + (second?.x ?? 0) + (second?.width ?? 0)).toBeCloseTo(134)
    screen.add(aMessage(3), aMessage(4))
    screen.run(1_000)
    expect(screen.flow.shown).toHaveLength(4)
    const columns = [0, 1].map((column) => screen.flow.shown.filter(({ place }) => place.x > 60 === (column === 1)).length)
    expect(columns).toEqual([2, 2])
    expect(screen.blank()).toBeLessThan(0.08)
  })
})
