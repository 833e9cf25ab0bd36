import type { ServerFrame } from '@guestwall/protocol'
import { parseServerFrame } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import { Edge, type FakePeer, until } from './edge.test-kit.ts'

/** A hall whose sockets are all cut at once, and which comes back at once to a server that has nothing of its session in memory. */
const GUESTS = 1_000
const MOST_READS = 10
const WRITTEN = 40

/** Most frames are the same bytes for many peers: each is parsed once. */
const parsed = new WeakMap<Buffer, ServerFrame>()
function framesOf(peer: FakePeer): ServerFrame[] {
  return peer.written.map((bytes) => {
    const known = parsed.get(bytes)
    if (known !== undefined) return known
    const start = bytes[1] === 126 ? 4 : bytes[1] === 127 ? 10 : 2
    const frame = parseServerFrame(bytes.toString('utf8', start))
    parsed.set(bytes, frame)
    return frame
  })
}

/** The events that a peer has after all that it got, first a snapshot or what follows its position, without a gap. */
function headOf(peer: FakePeer, position: number | null): number {
  let head = position
  for (const frame of framesOf(peer)) {
    if (frame.type === 'snapshot') head = frame.lastEventId
    if (frame.type !== 'events') continue
    expect(frame.from).toBe(head)
    expect(frame.events.map(({ id }) => id)).toEqual(Array.from({ length: frame.to - frame.from }, (_, at) => frame.from + at + 1))
    head = frame.to
  }
  return head ?? 0
}

let lastKey = 0

/** Puts messages on the wall. */
async function write(server: Edge, count: number): Promise<void> {
  const author = await server.join(await server.token('author', 'host'))
  for (let ref = 1; ref <= count; ref += 1) {
    author.say({ type: 'sendMessage', ref, key: `key-number-${(lastKey += 1)}`, content: `message ${ref}`, guestName: 'Author' })
    await until(() => author.frames.some((frame) => frame.type === 'ack' && frame.ref === ref))
  }
}

/** The whole hall says hello, each guest at its position; `null`: it has none. Resolves when all are in. */
async function arrive(
  server: Edge,
  tokens: readonly string[],
  epoch: string,
  positionOf: (index: number) => number | null,
): Promise<FakePeer[]> {
  const peers = tokens.map((token, index) => {
    const peer = server.connect()
    const lastEventId = positionOf(index)
    peer.say({ type: 'hello', token, ...(lastEventId === null ? {} : { position: { epoch, lastEventId } }) })
    return peer
  })
  await until(() => peers.every(({ written, closed }) => written.length > 0 || closed !== null))
  return peers
}

test('[SYNC-3] a hall that comes back at once costs the database a few reads, and each guest gets what it lacks', async () => {
  const server = await Edge.open()
  const tokens = await Promise.all(Array.from({ length: GUESTS }, (_, index) => server.token(`guest-${index}`)))
  await write(server, WRITTEN)
  const [welcome] = (await server.join(await server.token('author', 'host'))).frames
  const epoch = welcome?.type === 'welcome' ? welcome.epoch : ''

  // Most were at the end when they were cut; some were behind, some have lost their position.
  const positionOf = (index: number) => (index % 50 === 0 ? null : index % 10 === 0 ? index % WRITTEN : WRITTEN)
  const other = server.beside()
  const before = server.reads
  const peers = await arrive(other, tokens, epoch, positionOf)
  expect(peers.filter(({ closed }) => closed !== null)).toEqual([])
  expect(new Set(peers.map((peer, index) => headOf(peer, positionOf(index))))).toEqual(new Set([WRITTEN]))
  expect(server.reads - before).toBeLessThanOrEqual(MOST_READS)

  // Now all have what this server has not yet seen, and they ask for their own reactions.
  await write(server, 1)
  const beyond = server.reads
  for (const peer of peers) peer.terminate()
  const again = await arrive(other, tokens, epoch, () => WRITTEN + 1)
  expect(new Set(again.map((peer) => headOf(peer, WRITTEN + 1)))).toEqual(new Set([WRITTEN + 1]))
  for (const peer of again) peer.say({ type: 'watchReactions', ref: 1 })
  const isTold = (peer: FakePeer) => framesOf(peer).some(({ type }) => type === 'ack')
  await until(() => {
    other.clock.advance(50)
    return again.every(isTold)
  })
  expect(server.reads - beyond).toBeLessThanOrEqual(MOST_READS)
})
