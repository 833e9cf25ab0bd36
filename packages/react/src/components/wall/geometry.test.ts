import { describe, expect, it } from 'vitest'
import { fewSize } from './few-card.ts'
import type { Cell } from './few-grid.ts'
import { spanWidth, wallGeometry } from './geometry.ts'
import { holdsWords } from './text-fit.ts'
import { AREAS, aMessage } from './wall.test-kit.ts'

const AREA_LIST: readonly (readonly [number, number])[] = Object.values(AREAS)
/** Cells that are not within the wall, or over another one. */
const misplaced = (cells: readonly Cell[], [width, height]: readonly [number, number]): Cell[] =>
  cells.filter(
    (a, at) =>
      a.x < -0.01 ||
      a.y < -0.01 ||
      a.x + a.width > width + 0.01 ||
      a.y + a.height > height + 0.01 ||
      cells.slice(at + 1).some((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height),
  )
const some = (count: number) => Array.from({ length: count }, (_, at) => aMessage(at))
const many = some(50)

describe('the columns of a wall', () => {
  it('are as many as the shape has room for', () => {
    const columns = (width: number, height = 82) => wallGeometry(width, height, 1, many).columns
    expect([columns(134), columns(171), columns(90), columns(92, 104), columns(189), columns(314), columns(20)]).toEqual([
      3, 4, 2, 2, 4, 6, 1,
    ])
  })

  it('are the same at every resolution, and fewer for larger text', () => {
    expect(wallGeometry(2680, 1640, 20, many).columns).toBe(wallGeometry(1340, 820, 10, many).columns)
    expect([1, 1.5, 2].map((scale) => wallGeometry(134, 82, 1, many, scale).columns)).toEqual([3, 2, 2])
  })

  it('few messages stand in the middle, in cards that are wide enough for lines that read well; a wide screen has a longer row', () => {
    const two = wallGeometry(134, 82, 1, some(2))
    const [first, last] = two.cells
    expect([two.kind, two.cells.length, first?.y, first?.height]).toEqual(['few', 2, last?.y, last?.height])
    expect((first?.x ?? 0) + (last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(134)
    const five = wallGeometry(314, 82, 1, some(5))
    expect([five.kind, new Set(five.cells.map(({ y }) => y)).size]).toEqual(['few', 1])
    for (const area of AREA_LIST)
      for (const count of [1, 2, 3]) {
        const { kind, cells } = wallGeometry(...area, 1, some(count))
        expect([kind, cells.length, cells.filter(({ width }) => width < 52)]).toEqual(['few', count, []])
        expect(misplaced(cells, area)).toEqual([])
      }
  })

  it.each(Object.keys(AREAS) as (keyof typeof AREAS)[])(
    'a long message among few leaves the others large, and the wall is full: %s',
    (area) => {
      const [width, height] = AREAS[area]
      const long = '从大学社团的第一次排练，到今天的红毯，一路看着你们走来。'
      const texts = { letter: long.repeat(6).slice(0, 140), long: long.repeat(4).slice(0, 90) }
      for (const content of [texts.letter, texts.long])
        for (const others of [['百年好合！'], ['百年好合！', 'Call me when you land.']])
          for (const at of [0, others.length]) {
            // A letter and two others are more than so narrow a screen holds.
            if (area === '4:3' && content === texts.letter && others.length === 2) continue
            const contents = [...others.slice(0, at), content, ...others.slice(at)]
            const { kind, cells } = wallGeometry(
              width,
              height,
              1,
              contents.map((each) => ({ content: each })),
            )
            expect([kind, cells.length]).toEqual(['few', contents.length])
            expect(misplaced(cells, [width, height])).toEqual([])
            const covered = cells.reduce((sum, cell) => sum + (cell.width + 4) * (cell.height + 4), 0)
            expect(covered / ((width + 4) * (height + 4))).toBeGreaterThanOrEqual(0.92)
            const sizes = contents.map((each, index) => fewSize({ content: each }, cells[index] as Cell, 1) ?? 0)
            for (const [index, size] of sizes.entries())
              expect(size, `${contents[index]} in ${JSON.stringify(cells[index])}`).toBeGreaterThanOrEqual(
                contents[index] === content ? 4 : 5,
              )
          }
    },
  )

  it('a wall that can hold every message has larger text the fewer there are', () => {
    const scales = [4, 6, 9, 12].map((count) => wallGeometry(134, 82, 1, some(count)))
    expect(scales.map(({ kind }) => kind)).toEqual(['all', 'all', 'all', 'flow'])
    expect(scales.map(({ scale }) => scale)).toEqual(scales.map(({ scale }) => scale).sort((a, b) => b - a))
    expect(scales[0]?.scale).toBeGreaterThan(1.2)
  })

  it('larger text breaks no word that the usual text holds', () => {
    const content = 'Congratulations to you both!'
    const larger = Object.values(AREAS).flatMap(([width, height]) =>
      [4, 5, 6, 7].flatMap((count) => {
        const geometry = wallGeometry(
          width,
          height,
          1,
          Array.from({ length: count }, () => ({ content })),
        )
        return geometry.kind === 'all' && geometry.scale > 1 ? [geometry] : []
      }),
    )
    expect(larger.length).toBeGreaterThan(3)
    expect(larger.filter(({ columnWidth, scale }) => !holdsWords(content, columnWidth, scale))).toEqual([])
  })

  it('fill the width with their gaps', () => {
    const geometry = wallGeometry(134, 82, 1, many)
    expect(spanWidth(geometry, geometry.columns)).toBeCloseTo(134)
  })
})
