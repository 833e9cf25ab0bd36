import { describe, expect, it } from 'vitest'
import { spanWidth, wallGeometry } from './geometry.ts'
import { aMessage } from './wall.test-kit.ts'

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

  it('one to three messages stand in the middle, at most 54 wide; a wide screen has a longer row', () => {
    const two = wallGeometry(134, 82, 1, some(2))
    expect([two.kind, two.columns, two.columnWidth]).toEqual(['few', 2, 54])
    expect(two.left * 2 + spanWidth(two, 2)).toBeCloseTo(134)
    expect(wallGeometry(92, 104, 1, some(3)).columns).toBe(2)
    expect(wallGeometry(314, 82, 1, some(5))).toMatchObject({ kind: 'few', columns: 5 })
  })

  it('a wall that can hold every message has larger text the fewer there are', () => {
    const scales = [4, 6, 9, 12].map((count) => wallGeometry(134, 82, 1, some(count)))
    expect(scales.map(({ kind }) => kind)).toEqual(['all', 'all', 'all', 'flow'])
    expect(scales.map(({ scale }) => scale)).toEqual(scales.map(({ scale }) => scale).sort((a, b) => b - a))
    expect(scales[0]?.scale).toBeGreaterThan(1.2)
  })

  it('fill the width with their gaps', () => {
    const geometry = wallGeometry(134, 82, 1, many)
    expect(spanWidth(geometry, geometry.columns)).toBeCloseTo(134)
  })
})
