import type { Delivery, ViewMessage } from '@guestwall/client'
import { aMessage } from '@guestwall/protocol/testing'
import { expect, it } from 'vitest'
import { ownAtEnd, ownText, takenOf, wereAllShown } from './own-messages.ts'
import { placesOf } from '../places.ts'

const own = (eventId: number, delivery: Delivery = 'shown'): ViewMessage => {
  const message = aMessage(eventId, { content: `第 ${eventId} 句` })
  return { viewKey: message.id, message, isMine: true, delivery, refusal: null }
}
const seen = (...eventIds: number[]) => placesOf(null, new Set(eventIds.map((eventId) => own(eventId).message.id)))

it('[SCREEN-7] the end says that all were on the screen only where the screens said it of each', () => {
  expect(wereAllShown([own(1), own(2)], seen(1, 2))).toBe(true)
  expect(wereAllShown([own(1), own(2)], seen(1))).toBe(false)
  expect(wereAllShown([own(1), own(2, 'pending')], seen(1, 2))).toBe(false)
  expect(wereAllShown([], seen(1))).toBe(false)
  expect(wereAllShown([own(1)], placesOf({ screens: 'none', places: [] }, new Set()))).toBe(false)
})

it('one’s own messages are saved in their order, each with its time', () => {
  expect(ownText('Ana & Tom', [own(1), own(2)], () => '19:02')).toBe('Ana & Tom\n\n19:02\n第 1 句\n\n19:02\n第 2 句\n')
})

it('[LIFE-1] at the end a text that was refused is no wish, and one that waited is not there any more', () => {
  const all = [own(1), own(2, 'failed'), own(3, 'pending'), own(4, 'private'), { ...own(5), isMine: false }]
  expect(ownAtEnd(all).map(({ message }) => message.eventId)).toEqual([1, 2, 4])
  expect(takenOf(ownAtEnd(all)).map(({ message }) => message.eventId)).toEqual([1, 4])
})
