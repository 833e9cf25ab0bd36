import type { TallyRow } from '@guestwall/react'
import { expect, it } from 'vitest'
import { leadingRows } from './vote-sign.tsx'

const rowsOf = (...counts: readonly number[]): TallyRow[] =>
  counts.map((count, at) => ({ id: `o${at}`, label: `${at}`, count, part: 0, percent: 0, isLeading: false }))

it('the foot of the panel has room for three options: those with the most votes, in the order of the vote', () => {
  expect(leadingRows(rowsOf(1, 9, 0, 4, 7)).map(({ id }) => id)).toEqual(['o1', 'o3', 'o4'])
  expect(leadingRows(rowsOf(0, 0, 0, 0)).map(({ id }) => id)).toEqual(['o0', 'o1', 'o2'])
  expect(leadingRows(rowsOf(3, 5)).map(({ id }) => id)).toEqual(['o0', 'o1'])
})
