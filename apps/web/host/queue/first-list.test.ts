import { expect, test } from 'vitest'
import { firstList } from './first-list.ts'

test('[H2] the first message of a wall that a rule holds leads the host to it; once one is on the wall, the host stays with the wall', () => {
  const open = { moderation: 'off' } as const
  expect(firstList(open, { pending: 0, shown: 0 })).toEqual({ status: 'shown', isLed: false })
  expect(firstList(open, { pending: 1, shown: 0 })).toEqual({ status: 'pending', isLed: true })
  expect(firstList(open, { pending: 1, shown: 1 })).toEqual({ status: 'shown', isLed: false })
})

test('[H2] where messages or photos are approved first, the host sees what waits', () => {
  expect(firstList({ moderation: 'approve' }, { pending: 0, shown: 9 })).toEqual({ status: 'pending', isLed: false })
  expect(firstList({ moderation: 'off', photos: 'approve' }, { pending: 0, shown: 9 })).toEqual({ status: 'pending', isLed: false })
})
