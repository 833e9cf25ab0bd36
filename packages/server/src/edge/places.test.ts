import {
  encodeQueue,
  GET_PLACES,
  PLACES_INTERVAL_MS,
  POLL,
  REPORT_INTERVAL_MS,
  REPORT_LIFE_MS,
  SEND_MESSAGE,
  type WallMessage,
} from '@guestwall/protocol'
import { aScreenReport } from '@guestwall/protocol/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Edge, type FakePeer, until } from './edge.test-kit.ts'

let edge: Edge
let token: string
beforeEach(async () => {
  edge = await Edge.open()
  edge.core.start()
  token = await edge.token('guest')
})
afterEach(() => edge.core.close())

let lastKey = 0
async function send(content: string, by = token): Promise<WallMessage> {
  const body = { session: edge.sessionId, key: `key-of-places-${(lastKey += 1)}`, content, guestName: '小明' }
  const response = await edge.request(SEND_MESSAGE.path, by, { method: 'POST', body: JSON.stringify(body) })
  return ((await response.json()) as { message: WallMessage }).message
}

let lastRef = 0
async function ask(peer: FakePeer, frame: object) {
  const ref = (lastRef += 1)
  peer.say({ ...frame, ref })
  await until(() => peer.frames.some((each) => 'ref' in each && each.ref === ref))
  return peer.frames.find((each) => 'ref' in each && each.ref === ref)
}
const follow = (peer: FakePeer) => ask(peer, { type: 'followPlaces' })
const screen = async (id = 'hall') => edge.join(await edge.token(id, 'wall'))
const report = (peer: FakePeer, showing: readonly WallMessage[], waiting: readonly WallMessage[] = [], page = 'p1') => {
  const cards = showing.map(({ id }) => `${id} 0 0 1 1`)
  return ask(peer, {
    type: 'reportScreen',
    page,
    report: aScreenReport({ cards, queue: encodeQueue(waiting.map(({ eventId }) => eventId)) }),
  })
}
const places = (peer: FakePeer) => peer.frames.flatMap((frame) => (frame.type === 'places' ? [frame] : []))
const newest = (peer: FakePeer) => places(peer).at(-1)
const readPlaces = async (by = token) => (await edge.request(GET_PLACES.path, by)).json()

test('[SCREEN-6] a message goes from waiting to showing to shown, and only its author is told', async () => {
  const [before, own] = [await send('先来的', await edge.token('neighbour')), await send('我的')]
  const [hall, phone, neighbour] = [await screen(), await edge.join(token), await edge.join(await edge.token('neighbour'))]
  expect(await follow(phone)).toMatchObject({ places: { screens: 'unknown', places: [] } })
  await report(hall, [], [before, own])
  expect(newest(phone)).toEqual({ type: 'places', screens: 'open', places: [{ id: own.id, state: 'waiting', before: 1 }] })
  edge.clock.advance(REPORT_INTERVAL_MS)
  await report(hall, [before], [own])
  edge.clock.advance(1_000)
  expect(newest(phone)?.places).toEqual([{ id: own.id, state: 'waiting', before: 0 }])
  await report(hall, [own, before])
  expect(newest(phone)?.places).toEqual([{ id: own.id, state: 'showing' }])
  edge.clock.advance(REPORT_INTERVAL_MS)
  await report(hall, [before])
  expect(newest(phone)?.places).toEqual([{ id: own.id, state: 'shown' }])
  expect(JSON.stringify(places(phone))).not.toContain(before.id)
  // A connection that has not asked gets nothing new.
  expect([places(neighbour), places(hall)]).toEqual([[], []])
})

test('[SCREEN-6] the phone has it within 100 ms of the report, and a report that changes nothing for it sends nothing', async () => {
  const own = await send('我的')
  const [hall, phone] = [await screen(), await edge.join(token)]
  await follow(phone)
  await report(hall, [], [own])
  edge.clock.advance(REPORT_INTERVAL_MS)
  await report(hall, [own])
  edge.clock.advance(100)
  expect(newest(phone)?.places).toEqual([{ id: own.id, state: 'showing' }])
  const told = places(phone).length
  for (let times = 0; times < 5; times += 1) {
    edge.clock.advance(1_000)
    await report(hall, [own])
  }
  expect(places(phone)).toHaveLength(told)
})

test('[SCREEN-6] however many screens report at once, a phone is told ten times a second at most, and the newest is the last', async () => {
  const own = await send('我的')
  const [hall, garden, phone] = [await screen('hall'), await screen('garden'), await edge.join(token)]
  await follow(phone)
  edge.clock.advance(1_000 + PLACES_INTERVAL_MS)
  const told = places(phone).length
  await report(hall, [], [own])
  await report(garden, [own])
  expect(
    places(phone)
      .slice(told)
      .map((frame) => frame.places),
  ).toEqual([[{ id: own.id, state: 'waiting', before: 0 }]])
  edge.clock.advance(PLACES_INTERVAL_MS)
  expect(newest(phone)?.places).toEqual([{ id: own.id, state: 'showing' }])
})

test('[SCREEN-6] where only the number before a message changes, a phone is told once a second', async () => {
  const crowd = await edge.token('crowd')
  const before: WallMessage[] = []
  for (let at = 0; at < 5; at += 1) {
    before.push(await send(`${at}`, crowd))
    edge.clock.advance(10_000)
  }
  const own = await send('我的')
  const [hall, phone] = [await screen(), await edge.join(token)]
  await follow(phone)
  edge.clock.advance(1_000)
  await report(hall, [], [...before, own])
  edge.clock.advance(100)
  const told = places(phone).length
  for (let gone = 1; gone <= 4; gone += 1) {
    edge.clock.advance(REPORT_INTERVAL_MS)
    await report(hall, before.slice(0, gone), [...before.slice(gone), own])
  }
  expect(places(phone)).toHaveLength(told)
  edge.clock.advance(1_000)
  expect(
    places(phone)
      .slice(told)
      .map((frame) => frame.places),
  ).toEqual([[{ id: own.id, state: 'waiting', before: 1 }]])
})

test('[SCREEN-6] [SCREEN-7] of two screens the better one counts, and when one dies what it showed is no longer showing', async () => {
  const own = await send('我的')
  const [hall, garden, phone] = [await screen('hall'), await screen('garden'), await edge.join(token)]
  await follow(phone)
  await report(garden, [own])
  await report(hall, [], [own])
  expect(newest(phone)?.places).toEqual([{ id: own.id, state: 'showing' }])
  // The hall's screen goes on; the garden's says nothing any more.
  for (let ms = 0; ms <= REPORT_LIFE_MS; ms += 1_000) {
    edge.clock.advance(1_000)
    await report(hall, [], [own])
  }
  expect(newest(phone)).toMatchObject({ screens: 'open', places: [{ state: 'shown' }] })
})

test('[SCREEN-7] after the only screen has died, a phone hears within 8 s that nothing is showing, and that no screen is open', async () => {
  const own = await send('我的')
  const [hall, phone] = [await screen(), await edge.join(token)]
  await follow(phone)
  await report(hall, [own])
  hall.terminate()
  edge.clock.advance(REPORT_LIFE_MS + 1_000)
  expect(newest(phone)).toEqual({ type: 'places', screens: 'none', places: [{ id: own.id, state: 'shown' }] })
})

test('[SCREEN-7] without a screen it says so; a screen that polls, or is connected and does not report, may show anything', async () => {
  await send('我的')
  expect(await readPlaces()).toEqual({ screens: 'none', places: [] })
  const wall = await edge.token('hall', 'wall')
  await edge.request(POLL.path, wall)
  expect(await readPlaces()).toEqual({ screens: 'unknown', places: [] })
  edge.clock.advance(30_000)
  expect(await readPlaces()).toMatchObject({ screens: 'none' })
  await edge.join(wall)
  expect(await readPlaces()).toMatchObject({ screens: 'unknown' })
})

test('[SCREEN-6] a guest who polls or comes back is told the same', async () => {
  const own = await send('我的')
  const [hall, phone] = [await screen(), await edge.join(token)]
  await report(hall, [own])
  const now = { screens: 'open', places: [{ id: own.id, state: 'showing' }] }
  expect(await readPlaces()).toEqual(now)
  expect(await readPlaces(await edge.token('neighbour'))).toEqual({ screens: 'open', places: [] })
  expect(await follow(phone)).toMatchObject({ places: now })
})

test('[SCREEN-6] a phone that does not drain its socket gets the newest places once it does', async () => {
  const own = await send('我的')
  const [hall, phone] = [await screen(), await edge.join(token)]
  await follow(phone)
  phone.unsentBytes = 1e6
  await report(hall, [], [own])
  edge.clock.advance(REPORT_INTERVAL_MS)
  await report(hall, [own])
  edge.clock.advance(100)
  expect(places(phone)).toEqual([])
  phone.drain()
  edge.clock.advance(1_000)
  expect(places(phone).map((frame) => frame.places)).toEqual([[{ id: own.id, state: 'showing' }]])
})
