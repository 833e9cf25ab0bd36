import { expect, test } from 'vitest'
import { figuresOf, judgeAll } from './lib/filter/figures.ts'
import { makeSet } from './lib/filter/make-set.ts'

const judged = judgeAll(makeSet())

test('the labelled set has at least 2,000 different texts, and half are clean', () => {
  const clean = judged.filter(({ text }) => text.label === 'clean').length
  expect(new Set(judged.map(({ text }) => JSON.stringify([text.text, text.before, text.guest]))).size).toBeGreaterThan(2000)
  expect(clean / judged.length).toBeGreaterThan(0.45)
  expect(clean / judged.length).toBeLessThan(0.55)
})

test.each(['held', 'tune'] as const)('the filter has a precision of 0.98 and a recall of 0.90 on the part "%s"', (part) => {
  const { precision, recall } = figuresOf(judged.filter(({ text }) => text.part === part))
  expect(precision).toBeGreaterThanOrEqual(0.98)
  expect(recall).toBeGreaterThanOrEqual(0.9)
})

test('no seed has texts in both parts', () => {
  const held = new Set(judged.filter(({ text }) => text.part === 'held').map(({ text }) => text.text))
  expect(judged.filter(({ text }) => text.part === 'tune' && held.has(text.text)).map(({ text }) => text.text)).toEqual([])
})
