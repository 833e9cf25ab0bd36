import type { Session, Wall, WallMessage } from '@guestwall/protocol'
import { aMessage } from '@guestwall/protocol/testing'
import { describe, expect, it } from 'vitest'
import { followWindow, hasMoreThanWindow, NOTHING_OLDER, oldestEventId, type OlderMessages, withPage } from './older-messages.ts'

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => aMessage(from + index))
const wall = (messages: WallMessage[], messageCount = 300): Wall => ({ session: {} as Session, messages, messageCount, votes: [] })
const idsOf = (older: OlderMessages | null) => older?.messages.map(({ eventId }) => eventId)
const older = withPage(NOTHING_OLDER, { messages: range(51, 100).reverse(), nextBefore: 51 })

describe('older messages', () => {
  it('are in the list once, oldest first, and never an erased one', () => {
    const more = withPage(older, { messages: [...range(2, 60), aMessage(1, { content: '' })].reverse(), nextBefore: null })
    expect(more.messages).toHaveLength(99)
    expect(idsOf(more)?.[0]).toBe(2)
  })

  it('stay when one of them is pinned, and take it back in its place when it is unpinned', () => {
    const pinned = [aMessage(60, { pinned: true }), ...range(101, 200)]
    expect(followWindow(older, wall(range(101, 200)), wall(pinned))).toBe(older)
    expect(idsOf(followWindow(older, wall(pinned), wall(range(101, 200))))).toEqual(idsOf(older))
    // A pinned message from before the loaded pages stays out: its own page brings it.
    const early = [aMessage(3, { pinned: true }), ...range(101, 200)]
    expect(followWindow(older, wall(early), wall(range(101, 200)))).toBe(older)
  })

  it('do not follow the window before the first page, and follow it after an empty one', () => {
    expect(followWindow(NOTHING_OLDER, wall(range(101, 200)), wall(range(301, 400)))).toBe(NOTHING_OLDER)
    const empty = withPage(NOTHING_OLDER, { messages: [], nextBefore: null })
    expect(idsOf(followWindow(empty, wall(range(101, 200)), wall(range(102, 201))))).toEqual([101])
  })

  it('begin where the window does, whatever is pinned before it', () => {
    expect(oldestEventId(wall([aMessage(3, { pinned: true }), ...range(101, 103)]))).toBe(101)
    expect(hasMoreThanWindow(wall(range(101, 200), 200))).toBe(true)
    expect(hasMoreThanWindow(wall(range(1, 3), 3))).toBe(false)
  })
})
