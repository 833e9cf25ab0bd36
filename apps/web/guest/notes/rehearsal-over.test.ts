import type { SessionState } from '@guestwall/protocol'
import { expect, test } from 'vitest'
import { type RehearsalSeen, seeRehearsal } from './rehearsal-over.ts'

/** Whether the end is told after these states, each with the number of messages on the page. */
function isTold(...[first, ...steps]: readonly [first: readonly [SessionState, number], ...(readonly [SessionState, number])[]]): boolean {
  const seen = steps.reduce<RehearsalSeen>((known, [state, messages]) => seeRehearsal(known, state, messages), {
    state: first[0],
    left: null,
  })
  return seen.left !== null
}

test('[LIFE-3] a guest whose messages go with the rehearsal is told so, until there is a message of the real evening', () => {
  expect(isTold(['rehearsing', 2], ['scheduled', 0], ['scheduled', 0])).toBe(true)
  expect(isTold(['rehearsing', 2], ['open', 0])).toBe(true)
  expect(isTold(['rehearsing', 2], ['scheduled', 0], ['open', 1])).toBe(false)
  expect(isTold(['rehearsing', 2], ['scheduled', 0], ['rehearsing', 0])).toBe(false)
})

test('[LIFE-3] a message of the rehearsal that leaves the page later, or was never sent, is none of the real evening', () => {
  expect(isTold(['rehearsing', 2], ['scheduled', 2], ['scheduled', 2], ['scheduled', 0])).toBe(true)
  expect(isTold(['rehearsing', 2], ['scheduled', 1], ['open', 1])).toBe(true)
  expect(isTold(['rehearsing', 2], ['scheduled', 1], ['scheduled', 0], ['open', 1])).toBe(false)
})

test('[LIFE-3] a guest who came after the rehearsal is told nothing of it', () => {
  expect(isTold(['scheduled', 0], ['open', 0])).toBe(false)
})
