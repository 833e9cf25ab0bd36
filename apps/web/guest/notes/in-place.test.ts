import type { Delivery, ViewMessage } from '@guestwall/client'
import { expect, test } from 'vitest'
import { inPlace } from './in-place.ts'

const view = (eventId: number, delivery: Delivery | null = null) =>
  ({ viewKey: `m${eventId}`, message: { eventId }, delivery }) as unknown as ViewMessage
const ids = (views: readonly ViewMessage[]) => views.map(({ message }) => message.eventId)

test('a wish for the hosts alone stands where it was written, before what came later', () => {
  const sending = view(Number.MAX_SAFE_INTEGER, 'sending')
  const wall = [view(3), view(7), view(9)]
  expect(ids(inPlace([...wall, view(5, 'private'), view(8, 'private'), sending], []))).toEqual([3, 5, 7, 8, 9, sending.message.eventId])
})

test('after everything on the wall it is the last; without one the list stays the same list', () => {
  expect(ids(inPlace([view(3), view(5, 'private')], []))).toEqual([3, 5])
  const wall = [view(3), view(7, 'pending')]
  expect(inPlace(wall, [])).toBe(wall)
})
