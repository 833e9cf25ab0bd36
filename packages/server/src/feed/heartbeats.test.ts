import { HEARTBEAT_MS, type Role, WATCHED_HEARTBEAT_MS } from '@guestwall/protocol'
import { VirtualClock } from '@guestwall/protocol/testing'
import { beforeEach, expect, it } from 'vitest'
import { heartbeatMsOf, Heartbeats, type Peer, type Pulse } from './heartbeats.ts'
import { Reader, type ReaderSocket } from './reader.ts'

const WATCHED = ['host', 'moderator', 'wall'] as const
const SECOND_MS = 1_000

let clock: VirtualClock
let heartbeats: Heartbeats

beforeEach(() => {
  clock = new VirtualClock()
  heartbeats = new Heartbeats(clock)
  heartbeats.start()
})

/** A peer whose platform answers each ping after `roundTripMs`, until its network is frozen. */
class FakePeer implements Peer, ReaderSocket {
  readonly reader: Reader
  pulse: Pulse | null = null
  readonly beats: number[] = []
  lastActivityMs = clock.now()
  unsentBytes = 0
  flushedBytes = 0
  isFrozen = false
  expiredAtMs: number | null = null
  readonly #roundTripMs: number

  constructor(role: Role, roundTripMs = 50) {
    this.#roundTripMs = roundTripMs
    this.reader = new Reader(this, { role, id: 'one' }, 0)
    heartbeats.add(this)
  }

  write(frames: Buffer): void {
    expect(frames.readUInt8(0), 'a ping').toBe(0x89)
    expect(frames.toString('latin1')).toContain('{"type":"heartbeat"}')
    this.beats.push(clock.now())
    clock.setTimer(this.#roundTripMs, () => {
      if (!this.isFrozen) this.lastActivityMs = clock.now()
    })
  }
  together(write: () => void): void {
    write()
  }
  close(): void {}
  expire(): void {
    this.expiredAtMs ??= clock.now()
    heartbeats.remove(this)
  }
}

it.each(WATCHED)('[CONN-10] a %s gets a heartbeat each second, with a ping that the platform answers by itself', (role) => {
  expect(heartbeatMsOf(role)).toBe(WATCHED_HEARTBEAT_MS)
  const peer = new FakePeer(role)
  clock.advance(60 * SECOND_MS)
  expect(peer.beats).toHaveLength(60)
})

it('[CONN-10] a guest gets a heartbeat every 20 s, and the guests are spread over the seconds', () => {
  expect(heartbeatMsOf('guest')).toBe(HEARTBEAT_MS)
  const guests = Array.from({ length: 200 }, () => new FakePeer('guest'))
  clock.advance(60 * SECOND_MS)
  for (const { beats } of guests) expect(beats).toHaveLength(3)
  const perSecond = new Map<number, number>()
  for (const at of guests.flatMap(({ beats }) => beats)) perSecond.set(at, (perSecond.get(at) ?? 0) + 1)
  expect(Math.max(...perSecond.values())).toBe(10)
})

it.each(WATCHED)('[CONN-10] a %s whose network freezes is gone within 6 s, wherever between two heartbeats it froze', (role) => {
  for (let offsetMs = 0; offsetMs < SECOND_MS; offsetMs += 50) {
    const peer = new FakePeer(role)
    clock.advance(10 * SECOND_MS + offsetMs)
    expect(peer.expiredAtMs).toBeNull()
    peer.isFrozen = true
    const frozenAtMs = clock.now()
    clock.advance(20 * SECOND_MS)
    expect((peer.expiredAtMs ?? Number.NaN) - frozenAtMs).toBeLessThanOrEqual(6 * SECOND_MS)
    expect((peer.expiredAtMs ?? Number.NaN) - frozenAtMs).toBeGreaterThan(4 * SECOND_MS)
  }
})

it('[CONN-10] a wall behind a round trip of 4.9 s stays, from the first heartbeat on', () => {
  const peer = new FakePeer('wall', 4_900)
  clock.advance(600 * SECOND_MS)
  expect(peer.expiredAtMs).toBeNull()
})

it('[CONN-10] a wall that never answers is gone within 12 s', () => {
  const peer = new FakePeer('wall')
  peer.isFrozen = true
  clock.advance(12 * SECOND_MS)
  expect(peer.expiredAtMs).not.toBeNull()
})

it('[CONN-10] a server that is busy for half a minute takes nobody for gone: it sent no heartbeats meanwhile', () => {
  const peer = new FakePeer('host')
  clock.advance(10 * SECOND_MS)
  // The timer fires before the answers are read.
  peer.isFrozen = true
  clock.sleep(30 * SECOND_MS)
  clock.advance(0)
  peer.isFrozen = false
  clock.advance(60 * SECOND_MS)
  expect(peer.expiredAtMs).toBeNull()
})

it('a guest that answers stays; one that is silent for two heartbeats is gone', () => {
  const silent = new FakePeer('guest')
  const alive = new FakePeer('guest')
  silent.isFrozen = true
  clock.advance(40 * SECOND_MS)
  expect(silent.expiredAtMs).toBeNull()
  clock.advance(30 * SECOND_MS)
  expect(silent.expiredAtMs).not.toBeNull()
  clock.advance(600 * SECOND_MS)
  expect(alive.expiredAtMs).toBeNull()
})

it.each(['guest', 'wall'] as const)('[SYNC-7] a %s that is too slow to answer stays while it reads from its queue', (role) => {
  const slow = new FakePeer(role)
  slow.isFrozen = true
  slow.unsentBytes = 100_000
  for (let seconds = 0; seconds < 300; seconds += 1) {
    clock.advance(SECOND_MS)
    slow.flushedBytes += 1_000
  }
  expect(slow.expiredAtMs).toBeNull()
  clock.advance(120 * SECOND_MS)
  expect(slow.expiredAtMs).not.toBeNull()
})

it('a peer that left gets no heartbeat', () => {
  const peer = new FakePeer('host')
  heartbeats.remove(peer)
  clock.advance(60 * SECOND_MS)
  expect(peer.beats).toEqual([])
})
