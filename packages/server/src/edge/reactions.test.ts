import {
  GET_REACTIONS,
  pathOf,
  REACT,
  type ReactionCounts,
  ROUTES,
  type RouteName,
  SEND_MESSAGE,
  type WallMessage,
} from '@guestwall/protocol'
import { settle } from '@guestwall/protocol/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Edge, type FakePeer, until } from './edge.test-kit.ts'

/** Two servers on one store. Nothing tells the second what the first commits, as while Redis is away. */
let here: Edge
let there: Edge
let host: string
let guest: string
let watchers: FakePeer[]
beforeEach(async () => {
  watchers = []
  here = await Edge.open()
  there = here.beside()
  here.core.start()
  there.core.start()
  host = await here.token('host', 'host')
  guest = await here.token('guest')
  await change({ reactions: true })
})
afterEach(() => Promise.all([here.core.close(), there.core.close()]))

let lastKey = 0
const newKey = () => `key-of-reactions-${(lastKey += 1)}`

/** Asks, and lets time pass until the answer is there. */
async function ask(path: string, token: string, method = 'GET', body?: object, edge = here): Promise<{ status: number; body: object }> {
  const asked = edge.request(path, token, { method, ...(body && { body: JSON.stringify(body) }) })
  let response: Response | null = null
  asked.then(
    (answer) => (response = answer),
    () => {},
  )
  while (response === null) await pass(50)
  return { status: (response as Response).status, body: (await (response as Response).json()) as object }
}
const change = (body: object) => ask(pathOf(ROUTES.changeSession, here.sessionId), host, 'PATCH', body)
async function act(name: RouteName, id: string, body: object = {}): Promise<void> {
  expect(await ask(pathOf(ROUTES[name], id), host, 'POST', body)).toMatchObject({ status: 200 })
}
async function say(content: string, more: object = {}): Promise<WallMessage> {
  const body = { session: here.sessionId, key: newKey(), content, guestName: '小明', ...more }
  return ((await ask(SEND_MESSAGE.path, guest, 'POST', body)).body as { message: WallMessage }).message
}
let order = 0
const react = (messageId: string, kind: string | null = 'love', token = guest, edge = here) =>
  ask(pathOf(REACT, messageId), token, 'PUT', { kind, order: (order += 1) }, edge)
const read = async (token = guest, edge = here) =>
  ((await ask(`${GET_REACTIONS.path}?session=${here.sessionId}`, token, 'GET', undefined, edge)).body as { reactions: object }).reactions

/**
 * Time passes, in steps that let what waits for answers go on. Checks of tokens run in other threads: each step waits for them once, so that time does not
 * run ahead of a busy machine. Watchers ping, as clients do: the server closes a socket that is silent.
 */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 50) {
    here.clock.advance(50)
    for (const peer of watchers) peer.ping()
    await settle()
    await crypto.subtle.digest('SHA-256', new Uint8Array(1))
    await new Promise(setImmediate)
  }
}
/** Time passes until the condition holds; the test's own time limit ends the wait. */
async function passUntil(holds: () => boolean): Promise<void> {
  while (!holds()) await pass(50)
}

async function watcher(edge: Edge, token: string): Promise<FakePeer> {
  const peer = await edge.join(token)
  peer.say({ type: 'watchReactions', ref: 1 })
  await until(() => peer.frames.some((frame) => frame.type === 'ack'))
  watchers.push(peer)
  await pass(500)
  return peer
}
const told = (peer: FakePeer): ReactionCounts[] => peer.frames.flatMap((frame) => (frame.type === 'reactions' ? frame.messages : []))
/** The last counts of a message that the peer was told; `undefined`: none. */
const toldOf = (peer: FakePeer, { id }: WallMessage) => told(peer).findLast(({ messageId }) => messageId === id)?.counts
const isGone = (peer: FakePeer, message: WallMessage) => Object.keys(toldOf(peer, message) ?? { love: 1 }).length === 0

test('[REACT-3] a reaction is told on this server and on every other, to those who asked and to nobody else', async () => {
  const wish = await say('百年好合')
  const [near, far, quiet] = [await watcher(here, guest), await watcher(there, host), await here.join(await here.token('quiet'))]
  expect(await react(wish.id)).toMatchObject({ status: 200, body: { reaction: { messageId: wish.id, kind: 'love' } } })
  await passUntil(() => [near, far].every((peer) => toldOf(peer, wish) !== undefined))
  await pass(1_000)
  const counts = [{ messageId: wish.id, counts: { love: 1 } }]
  expect([told(near), told(far), told(quiet)]).toEqual([counts, counts, []])
  expect(await read()).toEqual({ messages: counts, own: [{ messageId: wish.id, kind: 'love', order }] })
  expect(await read(await here.token('w', 'wall'), there)).toEqual({ messages: counts, own: [] })
})

test('[REACT-2] a message that is hidden takes no reaction, and no reader is told of one; what comes back has those it had', async () => {
  const [shown, hidden] = [await say('留下的'), await say('要藏的')]
  const peers = [await watcher(here, guest), await watcher(there, await here.token('wall', 'wall'))]
  for (const { id } of [shown, hidden]) expect(await react(id)).toMatchObject({ status: 200 })
  await passUntil(() => peers.every((peer) => toldOf(peer, shown)?.love === 1 && toldOf(peer, hidden)?.love === 1))
  await act('rejectMessage', hidden.id, { from: 'shown' })
  await passUntil(() => peers.every((peer) => isGone(peer, hidden)))
  const before = peers.map((peer) => told(peer).length)
  expect(await react(hidden.id, 'joy')).toMatchObject({ status: 404, body: { code: 'message_not_found' } })
  await pass(1_000)
  for (const edge of [here, there]) {
    expect(await read(guest, edge)).toMatchObject({ messages: [{ messageId: shown.id }], own: [{ messageId: shown.id }] })
  }
  expect(peers.map((peer) => told(peer).length)).toEqual(before)
  await act('restoreMessage', hidden.id)
  await passUntil(() => peers.every((peer) => toldOf(peer, hidden)?.love === 1))
  expect(await read()).toMatchObject({ messages: [{ counts: { love: 1 } }, { counts: { love: 1 } }] })
})

test('[REACT-2] a private message, and one that waits, take no reaction, and nobody hears of one', async () => {
  await change({ privateWishes: true })
  const wish = await say('悄悄话', { to: 'hosts' })
  await change({ moderation: 'approve' })
  const pending = await say('等一等')
  const peer = await watcher(here, host)
  for (const { id } of [wish, pending]) expect(await react(id)).toMatchObject({ status: 404, body: { code: 'message_not_found' } })
  await pass(1_000)
  expect([told(peer), await read(host)]).toEqual([[], { messages: [], own: [] }])
})

test('[REACT-2] a removed message leaves no count on any server, also where it was told before', async () => {
  const wish = await say('一句')
  const peer = await watcher(there, guest)
  expect(await react(wish.id)).toMatchObject({ status: 200 })
  await passUntil(() => toldOf(peer, wish)?.love === 1)
  await act('removeMessage', wish.id)
  await passUntil(() => isGone(peer, wish))
  expect([await read(), await read(guest, there)]).toEqual([
    { messages: [], own: [] },
    { messages: [], own: [] },
  ])
})

test('[REACT-2] a muted guest is refused, a removed one has no way in, and what the removed one gave is gone on every server', async () => {
  const wish = await say('一句')
  const loud = await here.token('loud')
  await here.join(loud)
  await pass(1_100)
  await react(wish.id, 'tears', loud)
  await act('muteGuest', 'loud')
  expect(await react(wish.id, 'joy', loud)).toMatchObject({ status: 403, body: { code: 'muted' } })
  expect(await read()).toMatchObject({ messages: [{ counts: { tears: 1 } }] })
  await act('removeGuest', 'loud')
  await pass(1_000)
  for (const edge of [here, there]) {
    expect(await react(wish.id, 'joy', loud, edge)).toMatchObject({ status: 403, body: { code: 'removed' } })
    expect(await read(guest, edge)).toMatchObject({ messages: [] })
  }
})

test('[REACT-2] where the host has switched them off, reactions are refused', async () => {
  const wish = await say('一句')
  await change({ reactions: false })
  expect(await react(wish.id)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
})

test('[REACT-4] a guest who taps without end is told to wait, and others are not', async () => {
  const wish = await say('一句')
  const peer = await here.join(guest)
  for (let ref = 1; ref <= 60; ref += 1) peer.say({ type: 'react', ref, messageId: wish.id, kind: 'joy', order: ref })
  await pass(1_000)
  const refused = peer.frames.flatMap((frame) => (frame.type === 'error' ? [frame] : []))
  expect(refused.length).toBeGreaterThan(20)
  for (const frame of refused) expect(frame).toMatchObject({ code: 'rate_limited', retryable: true })
  expect(await react(wish.id, 'love', await here.token('neighbour'))).toMatchObject({ status: 200 })
})

test('[DEL-1] a deleted session has no reactions, on any server', async () => {
  const wish = await say('一句')
  await react(wish.id)
  await ask(pathOf(ROUTES.deleteSession, here.sessionId), host, 'DELETE')
  await pass(1_000)
  for (const edge of [here, there]) {
    expect((await ask(`${GET_REACTIONS.path}?session=${here.sessionId}`, guest, 'GET', undefined, edge)).status).not.toBe(200)
  }
})
