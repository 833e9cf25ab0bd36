import { describe, expect, it } from 'vitest'
import { type LaidCard, shortestColumn, stackCards } from './masonry.ts'

const card = (key: string, column: number, height: number, span = 1): LaidCard => ({ key, column, height, span })

describe('stacking cards', () => {
  it('puts each card below the earlier ones of its column', () => {
    const { placed, ends } = stackCards([card('a', 0, 10), card('b', 1, 20), card('c', 0, 5)], 2, 2)
    expect(placed.map((each) => each.top)).toEqual([0, 0, 12])
    expect(ends).toEqual([17, 20])
  })

  it('a wide card starts below the higher of its columns, and both go on below it', () => {
    const { placed, ends } = stackCards([card('a', 0, 10), card('wide', 0, 8, 2), card('b', 1, 5)], 2, 2)
    expect(placed.map((each) => each.top)).toEqual([0, 12, 22])
    expect(ends).toEqual([20, 27])
  })

  it('no two cards overlap', () => {
    const cards = Array.from({ length: 24 }, (_, i) => card(String(i), i % 3, 3 + ((i * 7) % 11), i % 5 === 0 && i % 3 < 2 ? 2 : 1))
    const { placed } = stackCards(cards, 3, 1)
    for (const a of placed) {
      for (const b of placed) {
        const apart =
          a === b ||
          a.card.column + a.card.span <= b.card.column ||
          b.card.column + b.card.span <= a.card.column ||
          a.top + a.card.height < b.top ||
          b.top + b.card.height < a.top
        expect(apart).toBe(true)
      }
    }
  })

  it('the shortest place counts every column that a card covers', () => {
    expect(shortestColumn([5, 1, 9], 1)).toBe(1)
    expect(shortestColumn([5, 1, 9], 2)).toBe(0)
    expect(shortestColumn([0, 0, 0], 1)).toBe(0)
  })
})
