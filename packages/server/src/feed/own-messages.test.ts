import { MAX_PLACES, type WallEvent } from '@guestwall/protocol'
import { aMessage } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import { OwnMessages } from './own-messages.ts'

const START = 1

function after(...events: { readonly type: string; readonly data: object }[]): OwnMessages {
  const own = new OwnMessages()
  for (const event of events) own.apply({ event: event as WallEvent, audience: 'everyone' })
  return own
}
const created = (eventId: number, over: object = {}) => ({ type: 'message.created', data: aMessage(eventId, { guestId: 'g', ...over }) })
const ids = (own: OwnMessages) => own.of('g').map(({ eventId }) => eventId)

test('[SCREEN-6] a guest’s messages that are on the wall are known, and no other guest’s', () => {
  const own = after(created(1), created(2, { guestId: 'another' }), created(3), {
    type: 'message.pinned',
    data: aMessage(3, { guestId: 'g' }),
  })
  expect(ids(own)).toEqual([1, 3])
  expect(own.of('nobody')).toEqual([])
})

test('[SCREEN-7] a message that waits for a host, or that a host took away, has no place', () => {
  const { id } = aMessage(1)
  const rejected = { type: 'message.rejected', data: { id, wasShown: true } }
  const shown = { type: 'message.shown', data: aMessage(1, { guestId: 'g' }) }
  expect(ids(after(created(1, { status: 'pending' })))).toEqual([])
  expect(ids(after(created(1, { status: 'pending' }), shown))).toEqual([1])
  expect(ids(after(created(1), rejected))).toEqual([])
  expect(ids(after(created(1), rejected, shown))).toEqual([1])
  expect(ids(after(created(1), { type: 'message.removed', data: { id, wasShown: true } }))).toEqual([])
})

test('[SCREEN-6] of a guest who writes many the newest are known', () => {
  const many = Array.from({ length: MAX_PLACES + 5 }, (_, at) => created(START + at))
  expect(ids(after(...many))).toEqual(many.slice(-MAX_PLACES).map((_, at) => START + 5 + at))
})
