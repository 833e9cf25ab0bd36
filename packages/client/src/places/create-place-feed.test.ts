import { expect, test } from 'vitest'
import type { HttpAnswer, SocketListener } from '../types.ts'
import { createPlaceFeed } from './create-place-feed.ts'

const SHOWING = { screens: 'open', places: [{ id: 'm1', state: 'showing' }] }
const QUEUED = { screens: 'open', places: [{ id: 'm1', state: 'waiting', before: 7 }] }

function start() {
  const sent: Record<string, unknown>[] = []
  const heard: string[] = []
  const servers: SocketListener[] = []
  let changes = 0
  const feed = createPlaceFeed({
    socket: (_url, _subprotocol, listener) => {
      servers.push(listener)
      return { send: (text) => sent.push(JSON.parse(text)), close: () => {} }
    },
  })
  feed.subscribe(() => (changes += 1))
  const connect = () => feed.open?.('ws://wall', 'guestwall.v1', { onOpen() {}, onText: (text) => heard.push(text), onClose() {} })
  const say = (frame: object, at = servers.length - 1) => servers[at]?.onText(JSON.stringify(frame))
  const answer = (frame: object) => say({ ref: sent.at(-1)?.['ref'], ...frame })
  return { feed, sent, heard, servers, connect, say, answer, changes: () => changes }
}

test('[SCREEN-6] the feed asks with each connection, and has the answer and each frame after it; the client gets none of them', () => {
  const { feed, sent, heard, connect, say, answer } = start()
  connect()
  say({ type: 'welcome' })
  expect(sent).toMatchObject([{ type: 'followPlaces' }])
  answer({ type: 'ack', places: QUEUED })
  expect(feed.getSnapshot()).toEqual(QUEUED)
  say({ type: 'places', ...SHOWING })
  expect(feed.getSnapshot()).toMatchObject(SHOWING)
  say({ type: 'ack', ref: 1 })
  expect(heard.map((text) => JSON.parse(text).type)).toEqual(['welcome', 'ack'])
})

test('[SCREEN-7] without a connection nothing is claimed, also while an old socket still speaks', () => {
  const { feed, servers, connect, say } = start()
  connect()
  say({ type: 'welcome' })
  say({ type: 'places', ...SHOWING })
  servers[0]?.onClose(1006)
  expect(feed.getSnapshot()).toBeNull()
  connect()
  say({ type: 'welcome' })
  say({ type: 'places', ...SHOWING }, 0)
  expect(feed.getSnapshot()).toBeNull()
})

test('[SCREEN-6] a server of an earlier version refuses the question, and the client goes on', () => {
  const { feed, heard, connect, say, answer } = start()
  connect()
  say({ type: 'welcome' })
  answer({ type: 'error', code: 'bad_request', message: '', retryable: false })
  expect([feed.getSnapshot(), heard]).toEqual([null, [JSON.stringify({ type: 'welcome' })]])
})

test('[CONN-7] a frame of another form changes nothing', () => {
  const { feed, connect, say } = start()
  connect()
  say({ type: 'welcome' })
  for (const places of [null, 'places', [{ id: 7, state: 'showing' }], [{ id: 'm1', state: 'waiting', before: -1 }]])
    say({ type: 'places', screens: 'open', places })
  expect(feed.getSnapshot()).toBeNull()
})

test('[SCREEN-6] a page without a socket reads the same; a read that fails, or is too old, leaves nothing to claim', async () => {
  const { feed, connect, say } = start()
  let body: HttpAnswer = { kind: 'ok', status: 200, body: QUEUED }
  const read = () => feed.read('s', 'token', { url: 'http://wall', http: () => Promise.resolve(body) })
  await read()
  expect(feed.getSnapshot()).toEqual(QUEUED)
  feed.forget()
  expect(feed.getSnapshot()).toBeNull()
  await read()
  body = { kind: 'ok', status: 200, body: '<html>' }
  await read()
  expect(feed.getSnapshot()).toBeNull()
  // A socket came meanwhile: it knows better.
  connect()
  say({ type: 'welcome' })
  say({ type: 'places', ...SHOWING })
  await read()
  expect(feed.getSnapshot()).toMatchObject(SHOWING)
})
