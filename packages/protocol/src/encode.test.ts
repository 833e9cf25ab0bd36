import { describe, expect, it } from 'vitest'
import {
  encodeAnswer,
  encodeEvent,
  encodeEvents,
  encodeFrame,
  encodeHistory,
  encodeMessage,
  encodePollEvents,
  encodePollSnapshot,
  encodeSnapshot,
  encodeSnapshotFrame,
} from './encode.ts'
import type { WallEvent } from './events/event.ts'
import { JoinedSchema } from './http.ts'
import { collectEncodeFaults } from './testing/encode-check.ts'
import { parseServerFrame } from './testing/parse.ts'
import { aMessage, aSession, aTally, aVote, aWall } from './testing/builders.ts'

const faults = collectEncodeFaults()
const at = '2026-11-22T10:00:00.000Z'
const created: WallEvent = { id: 1, type: 'message.created', at, data: aMessage(1, { content: '"\\ \u2028 👨‍👩‍👧' }) }
const tally: WallEvent = { id: 2, type: 'vote.tally', at, data: aTally(1) }
const snapshot = { epoch: 'e1', lastEventId: 2, wall: aWall({ messages: [aMessage(1)], votes: [aVote({ tally: aTally(1) })] }) }
const slice = { from: 0, to: 2, events: [encodeEvent(created), encodeEvent(tally)] }
const online = { count: 3 }

/** Each encoder with the value that its text must have. */
const ENCODED: readonly (readonly [string, string, unknown])[] = [
  ['a frame', encodeFrame({ type: 'online', count: 3 }), { type: 'online', count: 3 }],
  ['a frame of events', encodeEvents(slice), { type: 'events', from: 0, to: 2, events: [created, tally] }],
  ['a frame of no events', encodeEvents({ from: 4, to: 7, events: [] }), { type: 'events', from: 4, to: 7, events: [] }],
  ['a snapshot', encodeSnapshotFrame(encodeSnapshot(snapshot)), { type: 'snapshot', ...snapshot }],
  [
    'a slice for a poll',
    encodePollEvents(slice, { epoch: 'e1', hasMore: true, online }),
    { epoch: 'e1', from: 0, to: 2, events: [created, tally], hasMore: true, online },
  ],
  ['a snapshot for a poll', encodePollSnapshot(encodeSnapshot(snapshot), online), { snapshot, online }],
  ['a page of the history', encodeHistory([encodeMessage(aMessage(2))], 2), { messages: [aMessage(2)], nextBefore: 2 }],
  [
    'an HTTP answer',
    encodeAnswer(JoinedSchema, { guest: { id: 'g1', name: 'A' }, token: 't' }),
    { guest: { id: 'g1', name: 'A' }, token: 't' },
  ],
]

describe('an encoder', () => {
  it.each(ENCODED)('encodes %s as JSON.stringify does, spliced or not', (_, json, value) => {
    expect(JSON.parse(json)).toEqual(value)
    expect(faults).toEqual([])
  })
})

describe('the check of the encoders', () => {
  const withExtra = { ...aMessage(1), guestToken: 'secret' }
  const count = { type: 'online' as const, count: 3, guests: [] }
  const session = { ...aSession(), hostToken: 't' }
  const guest = { id: 'g1', name: 'A', ip: '::1' }
  const wrong: readonly (readonly [string, () => string, string])[] = [
    ['in a frame', () => encodeFrame(count), 'guests'],
    ['in a message of an ack', () => encodeFrame({ type: 'ack', ref: 1, message: withExtra }), 'message.guestToken'],
    ["in an event's data", () => encodeEvent({ ...created, data: withExtra }), 'data.guestToken'],
    ['in a wall', () => encodeSnapshot({ ...snapshot, wall: aWall({ session }) }), 'wall.session.hostToken'],
    ['in an HTTP answer', () => encodeAnswer(JoinedSchema, { guest, token: 't' }), 'guest.ip'],
    ['in a message of the history', () => encodeHistory([JSON.stringify(withExtra) as never], null), 'messages.0.guestToken'],
  ]
  it.each(wrong)('finds a field that the schema does not name %s', (_, encode, field) => {
    encode()
    expect(faults.splice(0)).toEqual([expect.stringContaining(field)])
  })

  it('finds a missing field and an event of an unknown type', () => {
    encodeFrame({ type: 'events', from: 0, to: 1, events: [{ id: 1, type: 'balloon.rose', at, data: {} }] })
    encodeAnswer(JoinedSchema, { guest: { id: 'g1', name: 'A' } } as never)
    expect(faults.splice(0)).toEqual([expect.stringContaining('events.0.type'), expect.stringContaining('token')])
  })

  it('is the same parser that test clients read frames with', () => {
    expect(() => parseServerFrame('{"type":"pong","extra":1}')).toThrow(/extra/)
    expect(parseServerFrame('{"type":"pong"}')).toEqual({ type: 'pong' })
  })
})
