import { describe, expect, it } from 'vitest'
import { spanWidth, wallGeometry } from './geometry.ts'
import { holdsWords } from './text-fit.ts'
import { AREAS, aMessage } from './wall.test-kit.ts'

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
    expect([two.kind, two.columns]).toEqual(['few', 2])
    expect(two.left * 2 + spanWidth(two, 2)).toBeCloseTo(134)
    expect(wallGeometry(314, 82, 1, some(5))).toMatchObject({ kind: 'few', columns: 5 })
    for (const [width, height] of Object.values(AREAS)) {
      for (const count of [1, 2, 3]) {
        const geometry = wallGeometry(width, height, 1, some(count))
        const rows = Math.ceil(count / geometry.columns)
        expect([geometry.kind, geometry.columnWidth >= 52]).toEqual(['few', true])
        expect(geometry.cardHeight * rows + geometry.gap * (rows - 1)).toBeLessThanOrEqual(height + 0.01)
        expect(geometry.left).toBeGreaterThanOrEqual(0)
      }
    }
  })

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
