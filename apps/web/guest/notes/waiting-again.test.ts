import type { ViewMessage } from '@guestwall/client'
import type { WallEvent } from '@guestwall/protocol'
import { aMessage } from '@guestwall/protocol/testing'
import { describe, expect, it } from 'vitest'
import { inPlace } from './in-place.ts'
import { readWaitingAgain, viewsOf, type WaitingAgain, waitingAgainAfter } from './waiting-again.ts'

const held = (eventId: number, status: 'pending' | 'private' = 'pending') =>
  ({ type: 'message.held', data: aMessage(eventId, { status }) }) as WallEvent
const left = (type: 'message.rejected' | 'message.removed', eventId: number) =>
  ({ type, data: { id: aMessage(eventId).id, wasShown: true } }) as WallEvent
const shown = (eventId: number) => ({ type: 'message.shown', data: aMessage(eventId) }) as WallEvent
const after = (...events: WallEvent[]): WaitingAgain => events.reduce<WaitingAgain>(waitingAgainAfter, [])
const idsOf = (again: WaitingAgain) => again.map(({ eventId }) => eventId)

describe('[LOG-6] [MOD-10] a message of one’s own that a host put back', () => {
  it('waits again, until it is shown, rejected or removed', () => {
    expect(idsOf(after(left('message.rejected', 1), held(1), held(2)))).toEqual([1, 2])
    expect(idsOf(after(held(1), held(2), held(3), shown(2), left('message.rejected', 3)))).toEqual([1])
    expect(idsOf(after(held(1), left('message.removed', 1)))).toEqual([])
  })

  it('is one message, however often it was put back; other events leave the list as it is', () => {
    const again = after(held(1), shown(1), held(1), held(1))
    expect(idsOf(again)).toEqual([1])
    expect(waitingAgainAfter(again, shown(9))).toBe(again)
  })

  it('stands in one’s own list where it was written, as one that waits, also after a reload', () => {
    const other = (eventId: number): ViewMessage => {
      const message = aMessage(eventId)
      return { viewKey: message.id, message, isMine: false, delivery: null, refusal: null }
    }
    const views = inPlace([other(1), other(5)], after(held(3), held(7, 'private')))
    expect(views.map(({ message, isMine, delivery }) => [message.eventId, isMine, delivery])).toEqual([
      [1, false, null],
      [3, true, 'pending'],
      [5, false, null],
      [7, true, 'private'],
    ])
  })

  it('is there once, where the wall has it too', () => {
    const again = after(held(3))
    const [view] = viewsOf(again, [])
    expect(viewsOf(again, view === undefined ? [] : [view])).toEqual([])
  })

  it('is kept for a day; what cannot be read on this phone is nothing, and the page goes on', () => {
    const [message] = after(held(3))
    const kept = JSON.stringify([message, null, 'x', { id: 'm9' }])
    const writtenMs = Date.parse(message?.createdAt ?? '')
    expect(idsOf(readWaitingAgain(kept, writtenMs + 1_000))).toEqual([3])
    expect(readWaitingAgain(kept, writtenMs + 25 * 60 * 60_000)).toEqual([])
    for (const broken of [null, '', '{', 'null', '7', '{"a":1}']) expect(readWaitingAgain(broken, writtenMs)).toEqual([])
  })
})
