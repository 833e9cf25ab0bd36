import { expect, it } from 'vitest'
import type { TallyRow } from '../vote/results-view.ts'
import { revealDelays } from './reveal-order.ts'

const rowsOf = (...counts: readonly number[]): TallyRow[] =>
  counts.map((count, at) => ({ id: `o${at}`, label: `${at}`, count, part: 0, percent: 0, isLeading: false }))

it('[P5] results are revealed from the last place to the first, 250 ms apart', () => {
  expect(revealDelays(rowsOf(36, 22, 5, 8))).toEqual([750, 500, 0, 250])
})

it('[P5] of equal options the one that the vote names first is revealed last', () => {
  expect(revealDelays(rowsOf(3, 3, 3))).toEqual([500, 250, 0])
})
