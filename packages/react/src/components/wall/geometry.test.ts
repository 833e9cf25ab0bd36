import { describe, expect, it } from 'vitest'
import { spanWidth, wallGeometry } from './geometry.ts'

describe('the columns of a wall', () => {
  it('are three beside the panel at 16:9, and four without it', () => {
    expect(wallGeometry(135, 85, 1, 50).columns).toBe(3)
    expect(wallGeometry(171, 85, 1, 50).columns).toBe(4)
  })

  it('are two at 4:3, and at least one on an upright screen', () => {
    expect(wallGeometry(90, 85, 1, 50).columns).toBe(2)
    expect(wallGeometry(20, 85, 1, 50).columns).toBe(1)
  })

  it('are the same at every resolution', () => {
    expect(wallGeometry(1350, 850, 10, 50).columns).toBe(wallGeometry(2700, 1700, 20, 50).columns)
  })

  it('are few for few messages; one message is in the middle', () => {
    expect(wallGeometry(135, 85, 1, 2).columns).toBe(2)
    const alone = wallGeometry(135, 85, 1, 1)
    expect(alone.isAlone).toBe(true)
    expect(alone.left * 2 + alone.columnWidth).toBeCloseTo(135)
  })

  it('fill the width with their gaps', () => {
    const geometry = wallGeometry(135, 85, 1, 50)
    expect(spanWidth(geometry, geometry.columns)).toBeCloseTo(135)
  })
})
