import { VirtualClock } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import type { HttpAnswer, HttpRequest, SocketListener } from '../types.ts'
import { ReactionClient } from './reaction-client.ts'

function start(answerHttp: (request: HttpRequest) => HttpAnswer = () => ({ kind: 'network' })) {
  const clock = new VirtualClock()
  const sent: { type: string; ref: number; messageId?: string; kind?: string | null; order?: number }[] = []
  const asked: HttpRequest[] = []
  const heard: string[] = []
  let server: SocketListener | undefined
  const reactions = new ReactionClient({
    url: 'http://wall',
    session: 's',
    clock,
    http: (request) => {
      asked.push(request)
      return Promise.resolve(answerHttp(request))
    },
    socket: (_url, _subprotocol, listener) => {
      server = listener
      return { send: (text) => sent.push(JSON.parse(text)), close: () => {} }
    },
  })
  const say = (frame: object) => server?.onText(JSON.stringify(frame))
  const connect = () => {
    reactions.open?.('ws://wall', 'guestwall.v1', { onOpen() {}, onText: (text) => heard.push(text), onClose() {} })
    say({ type: 'welcome' })
  }
  const taps = () => sent.filter(({ type }) => type === 'react')
  const acknowledge = () => say({ type: 'ack', ref: sent.at(-1)?.ref, reaction: { messageId: 'm', kind: null, order: 1 } })
  return { clock, reactions, sent, asked, heard, say, connect, taps, acknowledge, close: () => server?.onClose(1006) }
}

test('[REACT-3] it asks for the reactions with each connection, and the client hears nothing of them', () => {
  const { reactions, sent, heard, say, connect } = start()
  connect()
  expect(sent.map(({ type }) => type)).toEqual(['watchReactions'])
  say({
    type: 'ack',
    ref: sent[0]?.ref,
    reactions: { messages: [{ messageId: 'm', counts: { love: 3 } }], own: [{ messageId: 'm', kind: 'love', order: 5 }] },
  })
  expect(reactions.of('m')).toEqual({ counts: { love: 3 }, own: 'love' })
  say({ type: 'reactions', messages: [{ messageId: 'm', counts: { love: 4, joy: 1 } }] })
  expect(reactions.of('m').counts).toEqual({ love: 4, joy: 1 })
  expect(reactions.of('other')).toBe(reactions.of('unknown'))
  for (const frame of [
    { type: 'ack', ref: 1 },
    { type: 'error', code: 'forbidden', message: '', retryable: false },
    { type: 'online', count: 2 },
  ])
    say(frame)
  expect(heard.map((text) => JSON.parse(text).type)).toEqual(['welcome', 'ack', 'error', 'online'])
})

test('[REACT-1] a reaction is shown at once and sent; of those that are tapped meanwhile only the newest follows, with a higher order', () => {
  const { reactions, connect, taps, acknowledge } = start()
  connect()
  for (const kind of ['love', 'joy', null, 'tears'] as const) reactions.react('m', kind)
  expect(reactions.of('m')).toEqual({ counts: { tears: 1 }, own: 'tears' })
  expect(taps().map(({ kind }) => kind)).toEqual(['love'])
  acknowledge()
  expect(taps().map(({ kind }) => kind)).toEqual(['love', 'tears'])
  expect(taps()[1]?.order).toBeGreaterThan(taps()[0]?.order ?? Infinity)
})

test('[REACT-1] the counts that follow the answer have the reaction in them: it is not added twice', () => {
  const { reactions, connect, say, acknowledge, clock } = start()
  connect()
  say({ type: 'reactions', messages: [{ messageId: 'm', counts: { love: 2 } }] })
  reactions.react('m', 'love')
  expect(reactions.of('m').counts).toEqual({ love: 3 })
  acknowledge()
  expect(reactions.of('m').counts).toEqual({ love: 3 })
  say({ type: 'reactions', messages: [{ messageId: 'm', counts: { love: 3 } }] })
  clock.advance(2_000)
  expect(reactions.of('m').counts).toEqual({ love: 3 })
})

test('[REACT-2] a refused reaction is taken back; one that came too soon is sent again', () => {
  const { reactions, sent, connect, say, taps, clock } = start()
  connect()
  reactions.react('m', 'love')
  say({ type: 'error', ref: sent.at(-1)?.ref, code: 'message_not_found', message: '', retryable: false })
  expect(reactions.of('m')).toEqual({ counts: {}, own: null })
  reactions.react('m', 'joy')
  say({ type: 'error', ref: sent.at(-1)?.ref, code: 'rate_limited', message: '', retryable: true, retryAfterMs: 3_000 })
  expect(reactions.of('m').own).toBe('joy')
  clock.advance(2_900)
  expect(taps()).toHaveLength(2)
  clock.advance(200)
  expect(taps().map(({ kind }) => kind)).toEqual(['love', 'joy', 'joy'])
})

test('[REACT-1] a reaction without an answer is sent again over the next connection', () => {
  const { reactions, connect, taps, close } = start()
  connect()
  reactions.react('m', 'love')
  close()
  connect()
  expect(taps().map(({ kind, order }) => [kind, order])).toEqual([taps()[0], taps()[0]].map((tap) => [tap?.kind, tap?.order]))
})

test('[REACT-3] without a socket the counts are read, and reactions are sent, by HTTP', async () => {
  const answers = { reactions: { messages: [{ messageId: 'm', counts: { love: 1 } }], own: [] } }
  const { reactions, asked, clock } = start(({ method }) =>
    method === 'GET'
      ? { kind: 'ok', status: 200, body: answers }
      : { kind: 'ok', status: 200, body: { reaction: { messageId: 'm', kind: 'joy', order: 1 } } },
  )
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
  }
  reactions.react('m', 'joy')
  expect(asked).toEqual([])
  reactions.authorise('token')
  await settle()
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['PUT http://wall/api/realtime/messages/m/reaction'])
  clock.advance(1)
  await settle()
  expect(asked.at(-1)?.url).toBe('http://wall/api/realtime/reactions?session=s')
  expect(reactions.of('m').counts).toEqual({ love: 1 })
  clock.advance(5_000)
  await settle()
  expect(asked).toHaveLength(3)
  reactions.close()
  clock.advance(60_000)
  await settle()
  expect(asked).toHaveLength(3)
})

test('[REACT-3] a guest who is out, and a session that is no more, are not asked for again', async () => {
  const refusal = { code: 'removed', message: '', retryable: false } as const
  const { reactions, asked, clock } = start(() => ({ kind: 'refused', status: 403, refusal }))
  reactions.authorise('token')
  for (let round = 0; round < 5; round += 1) {
    clock.advance(5_000)
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
  }
  expect(asked).toHaveLength(1)
})
