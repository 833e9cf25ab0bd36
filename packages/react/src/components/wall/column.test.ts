import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignColumn, planColumn, readyAtMs, type Standing } from './column.ts'

const ROOM = { height: 100, gap: 2 }
const CALM = { ...ROOM, isHurried: false, nowMs: 10_000 }
const standing = (key: string, height: number, readAtMs = 0): Standing => ({ key, height, readAtMs, isFree: readAtMs <= CALM.nowMs })

describe('a column', () => {
  it('ends on the line of all columns, whatever stands in it', () => {
    const cards = fc.array(fc.record({ height: fc.integer({ min: 10, max: 30 }), grows: fc.boolean() }), { minLength: 2, maxLength: 4 })
    fc.assert(
      fc.property(cards, (each) => {
        fc.pre(each.reduce((sum, { height }) => sum + height + 2, -2) <= ROOM.height)
        const placed = alignColumn(each, ROOM)
        const last = placed[placed.length - 1] as (typeof placed)[number]
        expect(last.top + last.height).toBeCloseTo(ROOM.height)
        placed.slice(1).forEach(({ top }, at) => {
          const above = placed[at] as (typeof placed)[number]
          expect(top - above.top - above.height).toBeGreaterThanOrEqual(ROOM.gap - 1e-9)
        })
        const changed = each.filter(({ height, grows }, at) => !grows && placed[at]?.height !== height)
        expect(changed).toEqual([])
      }),
    )
  })

  it('left-over height goes into the cards up to three tenths of theirs, then into the gaps', () => {
    const grown = alignColumn(
      [
        { height: 40, grows: true },
        { height: 49, grows: true },
      ],
      ROOM,
    )
    expect(grown.map(({ height }) => Math.round(height * 10) / 10)).toEqual([44, 54])
    const loose = alignColumn(
      [
        { height: 20, grows: true },
        { height: 71.5, grows: false },
      ],
      ROOM,
    )
    expect(loose.map(({ height }) => height)).toEqual([26, 71.5])
    expect((loose[1]?.top ?? 0) - 26).toBeCloseTo(2.5)
  })

  it('lets the card leave with which the column is full again, not the one that is being read', () => {
    const column = [standing('a', 30, 20_000), standing('b', 30), standing('c', 36)]
    const plan = planColumn(column, { key: 'new', height: 30 }, [], CALM)
    expect(plan?.stays.map(({ key }) => key)).toEqual(['a', 'c'])
  })

  it('fills the place with more messages where one is not enough', () => {
    const column = [standing('a', 64, 20_000), standing('b', 34)]
    const plan = planColumn(
      column,
      { key: 'new', height: 12 },
      [
        { key: 'large', height: 40 },
        { key: 'fits', height: 18 },
      ],
      CALM,
    )
    expect(plan?.enters.map(({ key }) => key)).toEqual(['new', 'fits'])
  })

  it('has no place while what would have to leave is being read, and says when it will', () => {
    const column = [standing('a', 49, 12_000), standing('b', 49, 15_000)]
    const head = { key: 'new', height: 40 }
    expect(planColumn(column, head, [], CALM)).toBeNull()
    expect(readyAtMs(column, () => false, head, ROOM)).toBe(12_000)
    expect(readyAtMs(column, () => false, { key: 'high', height: 90 }, ROOM)).toBe(15_000)
    expect(readyAtMs(column, () => true, head, ROOM)).toBe(Number.POSITIVE_INFINITY)
  })

  it('takes as many as have a place while many wait, and no more than fill it while few do', () => {
    const column = [standing('stays', 20, 20_000)]
    const entered = (isHurried: boolean) =>
      planColumn(column, { key: 'head', height: 60 }, [{ key: 'other', height: 15 }], { ...CALM, isHurried })?.enters.length
    expect([entered(false), entered(true)]).toEqual([1, 2])
  })
})
