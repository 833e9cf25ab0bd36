import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { ClientFrameSchema } from './client-frame.ts'
import { EventSchema, knownEvent, UnknownEventSchema } from '../events/event.ts'
import {
  ChangeSessionBodySchema,
  CreateSessionBodySchema,
  HostMessagesSchema,
  JoinBodySchema,
  JoinedSchema,
  PollAnswerSchema,
  PostMessageBodySchema,
} from '../http.ts'
import { MAX_CONTENT_BYTES } from '../limits.ts'
import { DEFAULT_MODERATION_SETTINGS } from '../moderation-settings.ts'
import { NO_SCREEN_CONTROL } from '../screen.ts'
import { ServerFrameSchema } from './server-frame.ts'
import { aKnownGuest, aMessage, aScreenReport, aSession, aTally, aVote, aWall } from '../testing/builders.ts'

function parses(schema: v.GenericSchema, json: string): boolean {
  return v.is(schema, JSON.parse(json))
}

/** The frames of SPEC.md, word for word, with values in the place of its ellipses. */
const CLIENT_FRAMES = {
  'hello of a first visit': '{"type":"hello","guestName":"小明"}',
  'hello of one who returns': '{"type":"hello","token":"t.o.k","guestName":"小明","position":{"epoch":"e1","lastEventId":123}}',
  'hello without a position': '{"type":"hello","token":"t.o.k","position":null}',
  sendMessage: '{"type":"sendMessage","ref":1,"key":"key-0001","content":"新婚快乐","guestName":"小明"}',
  castVote: '{"type":"castVote","ref":2,"key":"key-0002","voteId":"v1","optionIds":["o1"]}',
  getOnlineList: '{"type":"getOnlineList","ref":3,"cursor":null,"limit":100}',
  'getOnlineList of the first page': '{"type":"getOnlineList","ref":3}',
  followPlaces: '{"type":"followPlaces","ref":5}',
  reportScreen: `{"type":"reportScreen","ref":4,"page":"p1","report":${JSON.stringify(aScreenReport({ cards: ['m1 0 0 3300 1200'] }))}}`,
  ping: '{"type":"ping"}',
}
const SERVER_FRAMES = {
  welcome:
    '{"type":"welcome","guest":{"id":"g1","name":"小明"},"token":"t.o.k","role":"guest","epoch":"e1","lastEventId":130,"recovered":true,"heartbeatMs":20000}',
  events: `{"type":"events","from":130,"to":133,"events":[{"id":131,"type":"message.created","at":"2026-11-22T10:00:00.000Z","data":${JSON.stringify(aMessage(131))}}]}`,
  'events that this reader may not see': '{"type":"events","from":123,"to":130,"events":[]}',
  snapshot: `{"type":"snapshot","epoch":"e1","lastEventId":130,"wall":${JSON.stringify(aWall())}}`,
  'ack of a message': `{"type":"ack","ref":1,"message":${JSON.stringify(aMessage(131))}}`,
  'ack of a ballot': '{"type":"ack","ref":2,"ballot":{"voteId":"v1","optionIds":["o1"]}}',
  'ack of places': '{"type":"ack","ref":5,"places":{"screens":"none","places":[]}}',
  places: '{"type":"places","screens":"open","places":[{"id":"m1","state":"showing"},{"id":"m2","state":"waiting","before":7}]}',
  'ack of a report': '{"type":"ack","ref":4,"reported":{"wallTimeMs":1795000000000}}',
  'ack of names':
    '{"type":"ack","ref":3,"online":{"count":812,"guests":[{"id":"g1","name":"小明","since":"2026-11-22T10:00:00.000Z"}],"nextCursor":"c1"}}',
  error: '{"type":"error","ref":1,"code":"rate_limited","message":"Too many.","retryable":true,"retryAfterMs":1200}',
  'error of the connection': '{"type":"error","code":"forbidden","message":"No.","retryable":false}',
  online: '{"type":"online","count":812}',
  heartbeat: '{"type":"heartbeat"}',
  pong: '{"type":"pong"}',
  goodbye: '{"type":"goodbye","reason":"draining","reconnectInMs":4200}',
}

describe("a client's frame", () => {
  for (const [name, json] of Object.entries(CLIENT_FRAMES)) {
    it(`takes ${name}`, () => expect(parses(ClientFrameSchema, json)).toBe(true))

    for (const extra of ['"role":"host"', '"constructor":{"prototype":{"role":"host"}}', '"__proto__":{"role":"host"}', '"toString":1']) {
      it(`refuses ${name} with ${extra}`, () => expect(parses(ClientFrameSchema, json.replace(/}$/, `,${extra}}`))).toBe(false))
    }

    it(`refuses ${name} with any of its fields of another type`, () => {
      const frame = JSON.parse(json)
      for (const field of Object.keys(frame)) {
        for (const wrong of [{}, [[]], true, 1.5, -1, 1e308]) {
          expect([field, wrong, v.is(ClientFrameSchema, { ...frame, [field]: wrong })]).toEqual([field, wrong, false])
        }
      }
    })
  }

  const refused = {
    'no object': ['null', '[]', '1', '"hello"', '[{"type":"ping"}]'],
    'an unknown type': [
      '{}',
      '{"type":"subscribe"}',
      '{"type":{"a":1}}',
      '{"type":7}',
      '{"type":"Ping"}',
      '{"type":"close"}',
      '{"__proto__":{"type":"ping"}}',
    ],
    'what only a server may set': [
      '{"type":"sendMessage","ref":1,"key":"key-0001","content":"x","guestName":"y","createdAt":"2026-11-22T10:00:00.000Z","status":"shown"}',
    ],
    'a report with a text, a box outside the form, or more cards than a screen has': [
      { cards: ['新婚快乐 0 0 1 1'] },
      { cards: ['m1 0 0 1'] },
      { cards: ['m1 0 0 1 -1'] },
      { cards: Array.from({ length: 81 }, (_, n) => `m${n} 0 0 1 1`) },
      { panel: 'a panel' },
      { width: 0 },
      { picture: 'cinema' },
      { waiting: -1 },
      { queue: '1,2' },
      { queue: `1${' 1'.repeat(1_000)}` },
      { behindMs: 1e9 },
    ].map((wrong) => JSON.stringify({ type: 'reportScreen', ref: 4, page: 'p1', report: { ...aScreenReport(), ...wrong } })),
    'no choice, or more than a vote has': [
      '{"type":"castVote","ref":2,"key":"key-0002","voteId":"v1","optionIds":[]}',
      `{"type":"castVote","ref":2,"key":"key-0002","voteId":"v1","optionIds":${JSON.stringify(Array.from({ length: 21 }, (_, i) => `o${i}`))}}`,
      '{"type":"castVote","ref":2,"key":"key-0002","voteId":"v1","optionIds":[["o1"]]}',
    ],
    'a page of none or of thousands': ['{"type":"getOnlineList","ref":3,"limit":0}', '{"type":"getOnlineList","ref":3,"limit":201}'],
    'a position with a text for a number': ['{"type":"hello","position":{"epoch":"e1","lastEventId":"123"}}'],
    'a text far past every limit': [`{"type":"hello","guestName":"${'x'.repeat(MAX_CONTENT_BYTES * 2 + 1)}"}`],
    'deep nesting': [`{"type":"hello","position":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
  }
  for (const [what, frames] of Object.entries(refused)) {
    it(`refuses ${what}`, () => {
      for (const json of frames) expect([json.slice(0, 80), parses(ClientFrameSchema, json)]).toEqual([json.slice(0, 80), false])
    })
  }
})

describe("a server's frame", () => {
  for (const [name, json] of Object.entries(SERVER_FRAMES)) {
    it(`takes ${name}`, () => expect(parses(ServerFrameSchema, json)).toBe(true))
    it(`takes ${name} with a field of a newer server`, () =>
      expect(parses(ServerFrameSchema, json.replace(/}$/, ',"newer":1}'))).toBe(true))
  }

  it('is refused without what it must have', () => {
    for (const json of Object.values(SERVER_FRAMES)) {
      const frame = JSON.parse(json)
      for (const field of Object.keys(frame).filter(
        (name) =>
          !(frame.type === 'ack' && name === 'places') &&
          !['reported', 'ref', 'retryAfterMs', 'message', 'ballot', 'online'].includes(name),
      )) {
        const { [field]: _, ...rest } = frame
        expect([frame.type, field, v.is(ServerFrameSchema, rest)]).toEqual([frame.type, field, false])
      }
    }
  })
})

describe('an event', () => {
  const at = '2026-11-22T10:00:00.000Z'

  it('[SYNC-2] of a type from a newer server is taken, so that the position moves, and known as unknown', () => {
    const event = { id: 7, type: 'message.translated', at, data: { any: 'thing' } }
    expect(v.is(UnknownEventSchema, event)).toBe(true)
    expect(knownEvent(event)).toBeNull()
  })

  it('of a known type and a form that this version does not know is unknown, too', () => {
    expect(knownEvent({ id: 7, type: 'message.created', at, data: { id: 'm1' } })).toBeNull()
  })

  it('is known by its type and form', () => {
    const data = {
      'message.created': aMessage(7),
      'message.shown': aMessage(7),
      'message.held': aMessage(7, { status: 'pending' }),
      'message.rejected': { id: 'm7', wasShown: false },
      'message.removed': { id: 'm7', wasShown: true },
      'message.pinned': aMessage(7, { pinned: true }),
      'message.unpinned': { id: 'm7' },
      'vote.created': aVote(),
      'vote.opened': aVote(),
      'vote.tally': aTally(1),
      'vote.closed': aVote({ tally: aTally(2) }),
      'vote.revealed': aVote(),
      'vote.shown': aVote({ tally: aTally(2) }),
      'vote.removed': { id: 'v1', wasDraft: true },
      'session.changed': aSession(),
      'session.ended': aSession({ state: 'ended' }),
      'credential.changed': { id: 'c1', name: '小雨', role: 'moderator', createdAt: at, lastUsedAt: null, revokedAt: null },
      'settings.changed': DEFAULT_MODERATION_SETTINGS,
      'guest.changed': aKnownGuest(),
      'guest.renamed': { guestId: 'g1', guestName: '小红' },
      'guest.removed': { guestId: 'g1' },
      'screen.changed': { screenId: null, change: { isBlank: true }, control: NO_SCREEN_CONTROL },
    }
    for (const [type, value] of Object.entries(data))
      expect(knownEvent({ id: 7, type, at, data: value })).toEqual({ id: 7, type, at, data: value })
    expect(EventSchema.options.map((option) => option.entries.type.literal).sort()).toEqual(Object.keys(data).sort())
  })

  it('[VOTE-5] never ties a ballot to a guest, also when a server writes more than it should', () => {
    const event = { id: 7, type: 'vote.tally', at, data: { ...aTally(1), guestId: 'g1', optionIds: ['o1'] } }
    expect(knownEvent(event)?.data).toEqual(aTally(1))
  })
})

describe('an HTTP body', () => {
  it('takes what the contract shows', () => {
    expect(parses(CreateSessionBodySchema, '{"title":"小明 & 小红"}')).toBe(true)
    expect(parses(ChangeSessionBodySchema, '{"moderation":"approve","slowModeSeconds":10,"layout":"danmaku"}')).toBe(true)
    expect(parses(JoinBodySchema, '{"guestName":"小明"}')).toBe(true)
    expect(parses(JoinedSchema, '{"guest":{"id":"g1","name":"小明"},"token":"t"}')).toBe(true)
    expect(parses(PostMessageBodySchema, '{"session":"s1","key":"key-0001","content":"x","guestName":"y"}')).toBe(true)
    expect(parses(HostMessagesSchema, '{"messages":[],"nextCursor":null}')).toBe(true)
  })

  it('[SYNC-3] of a poll is a slice of the log or a snapshot, and a reader can distinguish them', () => {
    const slice = { epoch: 'e1', from: 1, to: 3, events: [], hasMore: false, online: { count: 2 } }
    const snapshot = { snapshot: { epoch: 'e1', lastEventId: 3, wall: aWall() }, online: { count: 2 } }
    expect(v.parse(PollAnswerSchema, slice)).toEqual(slice)
    expect(v.parse(PollAnswerSchema, snapshot)).toEqual(snapshot)
  })

  it('[CONN-7] that is not ours is no answer', () => {
    for (const foreign of ['<html></html>', { portal: true }, [], null, { events: [] }]) expect(v.is(PollAnswerSchema, foreign)).toBe(false)
  })

  it('refuses what it does not name and values that no setting has', () => {
    for (const json of [
      '{"title":"x","role":"host"}',
      '{"title":"x","__proto__":{"a":1}}',
      '{"title":["x"]}',
      '{"title":"x","theme":"pink"}',
      '{"title":"x","slowModeSeconds":-1}',
      '{"title":"x","state":"ended"}',
      '{}',
      'null',
      '[]',
    ])
      expect([json, parses(CreateSessionBodySchema, json)]).toEqual([json, false])
    for (const json of ['{"state":"ended"}', '{"id":"s2"}', '{"slowModeSeconds":3601}'])
      expect([json, parses(ChangeSessionBodySchema, json)]).toEqual([json, false])
  })
})
