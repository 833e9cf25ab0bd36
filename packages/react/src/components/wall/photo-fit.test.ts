import { describe, expect, it } from 'vitest'
import { columnPhoto, photoAbove, photoBeside } from './photo-fit.ts'

const ROOM = { unit: 1, width: 38, height: 81 }
const SHAPES = [
  [4000, 3000],
  [3000, 4000],
  [9000, 1000],
  [1000, 9000],
  [1, 1],
] as const

describe('the size of a photo on the wall', () => {
  it.each(SHAPES)('of %i by %i pixels is within its room, with a mat, and is the same each time', (width, height) => {
    for (const fit of [columnPhoto, photoAbove, photoBeside]) {
      const size = fit({ id: 'photo-1', width, height }, ROOM)
      expect(size.width).toBeLessThanOrEqual(ROOM.width)
      expect(size.height).toBeLessThanOrEqual(ROOM.height)
      expect(size.height).toBeGreaterThanOrEqual(9)
      expect(fit({ id: 'photo-1', width, height }, ROOM)).toEqual(size)
    }
  })

  it('a landscape is as wide as its card, a portrait leaves most of the column to others, a panorama is a strip', () => {
    const [landscape, portrait, panorama] = SHAPES.map(([width, height]) => columnPhoto({ id: 'photo-1', width, height }, ROOM))
    expect(landscape).toEqual({ width: 38, height: 29, isBeside: false })
    expect(portrait).toEqual({ width: 26, height: 34, isBeside: false })
    expect(panorama).toEqual({ width: 38, height: 9, isBeside: false })
  })
})
