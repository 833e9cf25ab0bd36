import type { ViewMessage } from '@guestwall/client'
import type { Session, Wall, WallMessage } from '@guestwall/protocol'
import { describe, expect, it } from 'vitest'
import { followWindow, hasMoreThanWindow, NOTHING_OLDER, oldestEventId, withOlder, withPage } from './history.ts'

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

const page = withPage(NOTHING_OLDER, range(51, 100).reverse(), 51)

describe('older messages', () => {
  it('stand before the window, ascending, each once', () => {
    const all = withOlder(page, range(100, 199).map(view), 'g1')
    expect(all.map((entry) => entry.message.eventId)).toEqual(range(51, 199).map((each) => each.eventId))
    expect(all[0]?.isMine).toBe(true)
    expect(withPage(page, range(1, 60).reverse(), null).messages).toHaveLength(100)
  })

  it('leave no gap when the window moves on', () => {
    const next = followWindow(page, wall(range(101, 200), 200), wall(range(104, 203), 203))
    expect(next.messages.slice(-3).map((each) => each.eventId)).toEqual([101, 102, 103])
  })

  it('forget everything when one of them was removed: nobody says which', () => {
    expect(followWindow(page, wall(range(101, 200), 200), wall(range(101, 200), 199))).toBe(NOTHING_OLDER)
  })

  it('keep still when a message of the window is removed', () => {
    const without = range(101, 200).filter((each) => each.eventId !== 150)
    expect(followWindow(page, wall(range(101, 200), 200), wall(without, 199))).toBe(page)
  })

  it('begin where the window does, whatever is pinned before it', () => {
    expect(oldestEventId(wall([message(3, { pinned: true }), ...range(101, 103)], 103))).toBe(101)
    expect(hasMoreThanWindow(wall(range(101, 200), 200))).toBe(true)
    expect(hasMoreThanWindow(wall(range(1, 3), 3))).toBe(false)
  })

  it('show nothing that was erased', () => {
    expect(withPage(NOTHING_OLDER, [message(2, { content: '' }), message(1)], null).messages).toHaveLength(1)
  })
})
