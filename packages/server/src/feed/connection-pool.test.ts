import { DEFAULT_MODERATION_SETTINGS, type Session, type Wall } from '@guestwall/protocol'
import { beforeEach, expect, test } from 'vitest'
import { LiveSession } from './live-session.ts'
import type { Store } from '../log/store.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import { type Connection, ConnectionPool } from './connection-pool.ts'
import { Reader, type ReaderSocket } from './reader.ts'

const SETTINGS = { settings: DEFAULT_MODERATION_SETTINGS, startedAt: '2026-11-22T10:00:00.000Z' }
const EMPTY: Wall = { session: { id: 's' } as Session, messages: [], messageCount: 0, votes: [] }
const MINUTE_MS = 60_000

/** A socket that notes what was written and how it was closed. */
class FakeSocket implements ReaderSocket {
  unsentBytes = 0
  flushedBytes = 0
  readonly writes: string[] = []
  closed: number | null = null

  write(frames: Buffer): void {
    this.writes.push(frames.toString('latin1'))
  }
  close(code: number): void {
    this.closed = code
  }
  onDrain(): void {}
}

let clock: VirtualClock
let pool: ConnectionPool
let session: LiveSession

beforeEach(() => {
  clock = new VirtualClock()
  pool = new ConnectionPool(clock, { next: () => 0.5, id: () => 'id', code: () => 'CODE22' })
  session = new LiveSession(
    's',
    {} as Store,
    { epoch: 'e', head: 0, walls: { guest: EMPTY, wall: EMPTY, host: EMPTY }, voters: [], revoked: [], guests: [], ...SETTINGS },
    { epoch: 'e', from: 0, to: 0, events: [] },
  )
  pool.start()
})

function connect(): { socket: FakeSocket; connection: { lastActivityMs: number } & Connection; leave: () => void } {
  const socket = new FakeSocket()
  const connection = { reader: new Reader(socket, { role: 'guest', id: 'g' }, 0), lastActivityMs: clock.now() }
  return { socket, connection, leave: pool.add(session, connection, 0) }
}

test('the server speaks at least every 20 s, with a ping that the platform answers by itself', () => {
  const { socket } = connect()
  socket.writes.length = 0
  clock.advance(20_000)
  expect(socket.writes).toHaveLength(1)
  expect(socket.writes[0]).toContain('{"type":"heartbeat"}')
  expect(socket.writes[0]?.charCodeAt(0)).toBe(0x89)
})

test('a peer that answers stays; one that is silent for two heartbeats is closed', () => {
  const silent = connect()
  const alive = connect()
  for (let seconds = 0; seconds < 70; seconds += 1) {
    clock.advance(1_000)
    alive.connection.lastActivityMs = clock.now()
  }
  expect(silent.socket.closed).toBe(1001)
  expect(alive.socket.closed).toBeNull()
})

test('[SYNC-7] a peer that is too slow to answer stays connected while it reads from its queue', () => {
  const slow = connect()
  slow.socket.unsentBytes = 100_000
  for (let seconds = 0; seconds < 300; seconds += 1) {
    clock.advance(1_000)
    slow.socket.flushedBytes += 1_000
  }
  expect(slow.socket.closed).toBeNull()
  clock.advance(2 * MINUTE_MS)
  expect(slow.socket.closed).toBe(1001)
})

test('a connection that left is neither counted nor written to', () => {
  const { socket, leave } = connect()
  expect(pool.size).toBe(1)
  leave()
  leave()
  expect(pool.size).toBe(0)
  socket.writes.length = 0
  clock.advance(MINUTE_MS)
  expect(socket.writes).toEqual([])
})

test('[CONN-6] a drain spreads its goodbyes evenly, and a short shutdown sends all of them at once', async () => {
  const all = Array.from({ length: 1_000 }, connect)
  const told = () => all.filter(({ socket }) => socket.closed === 1001).length
  let hurry = () => {}
  const draining = pool.drain(new Promise<void>((resolve) => (hurry = resolve)))
  const perStep: number[] = []
  for (let step = 0; step < 20; step += 1) {
    const before = told()
    clock.advance(50)
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
    perStep.push(told() - before)
  }
  expect(Math.max(...perStep)).toBeLessThanOrEqual(2 * (perStep.reduce((sum, count) => sum + count, 0) / perStep.length))
  expect(told()).toBeLessThan(1_000)
  hurry()
  await draining
  expect(told()).toBe(1_000)
})
