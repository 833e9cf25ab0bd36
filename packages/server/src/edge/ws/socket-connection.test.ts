import { beforeEach, expect, test } from 'vitest'
import { Edge, type FakePeer, until } from '../edge.test-kit.ts'

let edge: Edge
let author: FakePeer
let reader: FakePeer

beforeEach(async () => {
  edge = await Edge.open()
  author = await edge.join(await edge.token('author'))
  reader = await edge.join(await edge.token('reader'))
})

let keys = 0

/** The author's message is on the wall, and the author has seen it. */
async function write(): Promise<void> {
  const before = eventsOf(author)
  author.say({ type: 'sendMessage', ref: 1, key: `key-of-the-author-${(keys += 1)}`, content: '喜', guestName: 'author' })
  await until(() => eventsOf(author) > before)
}

function eventsOf(peer: FakePeer): number {
  return peer.frames.filter(({ type }) => type === 'events').length
}

test('[SYNC-7] a socket that is full gets nothing, and what it lacks as soon as it has drained', async () => {
  reader.unsentBytes = 1_000_000
  await write()
  expect(eventsOf(reader)).toBe(0)
  reader.drain()
  expect(eventsOf(reader)).toBe(1)
})

test('nothing is written to a connection that has ended', async () => {
  reader.terminate()
  const before = reader.written.length
  await write()
  expect(reader.written.length).toBe(before)
})
