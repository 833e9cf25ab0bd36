import { DEFAULT_MODERATION_SETTINGS, NO_SCREEN_CONTROL, type Session, type Wall } from '@guestwall/protocol'
import { beforeEach, expect, test } from 'vitest'
import { LiveSession } from './live-session.ts'
import type { Store } from '../log/store.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import { ConnectionPool } from './connection-pool.ts'
import { Reader, type ReaderSocket } from './reader.ts'

const SETTINGS = { settings: DEFAULT_MODERATION_SETTINGS, screens: NO_SCREEN_CONTROL, startedAt: '2026-11-22T10:00:00.000Z' }
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
  together(write: () => void): void {
    write()
  }
  close(code: number): void {
    this.closed = code
  }
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

function connect(): { socket: FakeSocket; leave: () => void } {
  const socket = new FakeSocket()
  const peer = { reader: new Reader(socket, { role: 'guest', id: 'g' }, 0), lastActivityMs: clock.now(), pulse: null, expire() {} }
  pool.add(session, peer, 0)
  return { socket, leave: () => pool.remove(session.id, peer) }
}

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
