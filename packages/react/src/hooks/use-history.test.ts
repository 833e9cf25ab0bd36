import type { ViewMessage } from '@guestwall/client'
import { aMessage } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import { withOlder } from './use-history.ts'

const OLDER = [aMessage(1, { guestId: 'mine' }), aMessage(2), aMessage(3)]
const inWindow = (eventId: number): ViewMessage => {
  const message = aMessage(eventId)
  return { viewKey: message.id, message, isMine: false, delivery: null, refusal: null }
}

test('older messages keep their views when the window changes, so that a list of hundreds renders the new message alone', () => {
  const before = withOlder(OLDER, [inWindow(4)], 'mine')
  const after = withOlder(OLDER, [inWindow(4), inWindow(5)], 'mine')
  expect(after).toHaveLength(5)
  for (const at of OLDER.keys()) expect(after[at]).toBe(before[at])
})

test('once it is known who the reader is, the own messages among the older ones are theirs, under the key that they have in the window', () => {
  const before = withOlder(OLDER, [], null)
  const after = withOlder(OLDER, [], 'mine')
  expect(before.map(({ isMine }) => isMine)).toEqual([false, false, false])
  expect(after.map(({ isMine, viewKey }) => [isMine, viewKey])).toEqual([
    [true, OLDER[0]?.key],
    [false, OLDER[1]?.id],
    [false, OLDER[2]?.id],
  ])
})

test('a message that is in the window and among the older ones is shown once, as the window has it', () => {
  const window = [inWindow(3), inWindow(4)]
  expect(withOlder(OLDER, window, null).slice(2)).toEqual(window)
})
