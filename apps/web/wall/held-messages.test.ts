import { aMessage } from '@guestwall/protocol/testing'
import type { Session, Wall } from '@guestwall/protocol'
import { describe, expect, test } from 'vitest'
import { heldMessages, lacksMessages } from './held-messages.ts'

const messages = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => aMessage(from + index))
const wallOf = (from: number, to: number, over: Partial<Wall> = {}): Wall => ({
  session: {} as Session,
  messages: messages(from, to),
  messageCount: to,
  votes: [],
  ...over,
})
const orders = (wall: Wall, older: Wall['messages']) => heldMessages(wall, older).map(({ order }) => order)

describe('[SCREEN-5] a held screen', () => {
  test('keeps the messages that newer ones have pushed out of the window', () => {
    expect(orders(wallOf(4, 5), messages(1, 3))).toEqual([1, 2, 3, 4, 5])
  })

  test('has each message once, in the order of the log, pinned ones of before the window too', () => {
    const pinned = { ...aMessage(2), pinned: true }
    expect(orders(wallOf(4, 5, { messages: [pinned, ...messages(4, 5)] }), messages(1, 3))).toEqual([1, 2, 3, 4, 5])
  })

  test('that is loaded again needs older messages while too few of those until it was held are known and the wall has more', () => {
    const wall = wallOf(101, 200)
    const lacks = (from: number, heldAt: number) => lacksMessages(wall, heldMessages(wall, messages(from, 100)), heldAt)
    expect([lacks(101, 100), lacks(101, 150), lacks(101, 180), lacks(21, 100), lacks(1, 10)]).toEqual([true, true, false, false, false])
  })
})
