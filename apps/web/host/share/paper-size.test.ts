import { expect, test } from 'vitest'
import { paperSize } from './paper-size.ts'

const BOX = { width: 36, height: 17, most: 6.4, least: 2 }

test('a short title is printed in the largest size', () => {
  expect(paperSize('林晓 & 陈默', BOX)).toBe(6.4)
})

test('the longer the title, the smaller: it never needs more than its box', () => {
  const sizes = ['Ana & Miguel', 'Alexandra & Bartholomew', 'Alexandra Montgomery & Bartholomew Wolfe', `${'Ana '.repeat(20)}`].map(
    (title) => paperSize(title, BOX),
  )
  expect([...sizes].sort((left, right) => right - left)).toEqual(sizes)
  expect(sizes.at(-1)).toBeLessThan(sizes[0] ?? 0)
  expect(sizes.at(-1)).toBeGreaterThanOrEqual(BOX.least)
})

test('words without a space break within, and take the lines that they need', () => {
  const [one, long] = ['囍'.repeat(5), '囍'.repeat(60)].map((title) => paperSize(title, BOX))
  expect(one).toBe(6.4)
  // 60 squares in 36 x 17 with a line height of 1.3.
  expect(long).toBeLessThan(Math.sqrt((36 * 17) / (60 * 1.3)))
})
