import { expect, test } from 'vitest'
import { turnout } from './turnout.ts'

test('[H5] ballots are a share of the guests who are here, and of nothing where more have voted than are here', () => {
  expect([turnout(0, 4), turnout(1, 4), turnout(4, 4)]).toEqual([0, 25, 100])
  expect([turnout(30, 4), turnout(5, 0), turnout(5, null)]).toEqual([null, null, null])
})
