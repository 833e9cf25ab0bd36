import { encodeQueue } from '@guestwall/protocol'
import { aScreenReport } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import { placesIn } from './places.ts'

const message = (eventId: number) => ({ id: `m${eventId}`, eventId })
const showing = (...ids: number[]) => aScreenReport({ cards: ids.map((id) => `m${id} 0 0 1 1`) })
const waiting = (...ids: number[]) => aScreenReport({ queue: encodeQueue(ids) })
const never = () => false

test('[SCREEN-6] a message waits behind those before it on the screen where they are fewest', () => {
  const placeOf = placesIn([waiting(7, 8, 9), waiting(9, 8)], never)
  expect([7, 8, 9].map((id) => placeOf(message(id)))).toEqual([
    { id: 'm7', state: 'waiting', before: 0 },
    { id: 'm8', state: 'waiting', before: 1 },
    { id: 'm9', state: 'waiting', before: 0 },
  ])
})

test('[SCREEN-6] what one screen shows is showing, whatever the others say; what a screen has shown waits on none', () => {
  const placeOf = placesIn([waiting(7, 8), showing(8)], (id) => id === 'm7' || id === 'm8')
  expect([placeOf(message(7)), placeOf(message(8))]).toEqual([
    { id: 'm7', state: 'shown' },
    { id: 'm8', state: 'showing' },
  ])
})

test('[SCREEN-7] of a message that no report names nothing is said, nor where a screen of an earlier version says no queue', () => {
  expect(placesIn([], never)(message(7))).toBeNull()
  expect(placesIn([waiting(7), aScreenReport({ waiting: 3 })], never)(message(8))).toBeNull()
})
