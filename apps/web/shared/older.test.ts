import type { ViewMessage } from '@guestwall/client'
import type { Session, Wall, WallMessage } from '@guestwall/protocol'
import { describe, expect, it } from 'vitest'
import { withOlder } from '../guest/use-history.ts'
import { followWindow, hasMoreThanWindow, NOTHING_OLDER, type Older, oldestEventId, withPage } from './older.ts'

const message = (eventId: number, more: Partial<WallMessage> = {}): WallMessage => ({
  id: `m${eventId}`,
  guestId: 'g1',
  guestName: '老周',
  content: '好',
  status: 'shown',
  pinned: false,
  createdAt: '2026-11-22T10:00:00.000Z',
  eventId,
  key: `key-${eventId}-key`,
  ...more,
})
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => message(from + i))
const wall = (messages: WallMessage[], messageCount: number): Wall => ({ session: {} as Session, messages, messageCount, votes: [] })
const view = (each: WallMessage): ViewMessage => ({ viewKey: each.id, message: each, isMine: false, delivery: null, refusal: null })
const idsOf = (older: Older | null) => older?.messages.map(({ eventId }) => eventId)

const older = withPage(NOTHING_OLDER, { messages: range(51, 100).reverse(), nextBefore: 51 })

describe('older messages', () => {
  it('stand before the window, ascending, each once', () => {
    const all = withOlder(older.messages, range(100, 199).map(view), 'g1')
    expect(all.map((entry) => entry.message.eventId)).toEqual(range(51, 199).map((each) => each.eventId))
    expect(all[0]?.isMine).toBe(true)
    expect(withPage(older, { messages: range(1, 60).reverse(), nextBefore: null }).messages).toHaveLength(100)
  })

  it('leave no gap when the window moves on', () => {
    const next = followWindow(older, wall(range(101, 200), 200), wall(range(104, 203), 203))
    expect(idsOf(next)?.slice(-3)).toEqual([101, 102, 103])
  })

  it('are no longer true when one of them was removed: nobody says which', () => {
    expect(followWindow(older, wall(range(101, 200), 200), wall(range(101, 200), 199))).toBeNull()
    // Also while others come.
    expect(followWindow(older, wall(range(101, 200), 200), wall(range(102, 201), 200))).toBeNull()
  })

  it('are no longer true when more came at once than the window holds: some were never in it', () => {
    expect(followWindow(older, wall(range(101, 200), 200), wall(range(301, 400), 400))).toBeNull()
  })

  it('keep still when a message of the window is removed, also the newest', () => {
    for (const gone of [150, 200]) {
      const without = range(101, 200).filter((each) => each.eventId !== gone)
      expect(followWindow(older, wall(range(101, 200), 200), wall(without, 199))).toBe(older)
    }
  })

  it('keep still when one of them is pinned, and take it back in its place when it is unpinned', () => {
    const pinned = [message(60, { pinned: true }), ...range(101, 200)]
    expect(followWindow(older, wall(range(101, 200), 200), wall(pinned, 200))).toBe(older)
    expect(idsOf(followWindow(older, wall(pinned, 200), wall(range(101, 200), 200)))).toEqual(idsOf(older))
    // One from before the pages that were loaded stays out: its own page brings it.
    const early = [message(3, { pinned: true }), ...range(101, 200)]
    expect(followWindow(older, wall(early, 200), wall(range(101, 200), 200))).toBe(older)
  })

  it('are none before the first page, and followed even where that page was empty', () => {
    expect(followWindow(NOTHING_OLDER, wall(range(101, 200), 200), wall(range(301, 400), 400))).toBe(NOTHING_OLDER)
    const empty = withPage(NOTHING_OLDER, { messages: [], nextBefore: null })
    expect(idsOf(followWindow(empty, wall(range(101, 200), 100), wall(range(102, 201), 101)))).toEqual([101])
  })

  it('begin where the window does, whatever is pinned before it', () => {
    expect(oldestEventId(wall([message(3, { pinned: true }), ...range(101, 103)], 103))).toBe(101)
    expect(hasMoreThanWindow(wall(range(101, 200), 200))).toBe(true)
    expect(hasMoreThanWindow(wall(range(1, 3), 3))).toBe(false)
  })

  it('show nothing that was erased', () => {
    expect(withPage(NOTHING_OLDER, { messages: [message(2, { content: '' }), message(1)], nextBefore: null }).messages).toHaveLength(1)
  })
})
