import { applyEvent, DEFAULT_MODERATION_SETTINGS, NO_SCREEN_CONTROL, type Session, type Wall } from '@guestwall/protocol'
import { aMessage, parseServerFrame } from '@guestwall/protocol/testing'
import { beforeEach, expect, test } from 'vitest'
import { GUEST_VIEW } from '../log/decide/audience.ts'
import type { LogEvent, LogSlice } from '../domain/log-event.ts'
import { LiveSession } from './live-session.ts'
import type { Store } from '../log/store.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import { Reader, type ReaderSocket } from './reader.ts'
import { SessionReaders } from './session-readers.ts'

const SETTINGS = { settings: DEFAULT_MODERATION_SETTINGS, screens: NO_SCREEN_CONTROL, startedAt: '2026-11-22T10:00:00.000Z' }
const AT = '2026-11-22T10:00:00.000Z'
const SESSION = { id: 's', title: 't' } as Session
const EMPTY: Wall = { session: SESSION, messages: [], messageCount: 0, votes: [] }
const WALLS = { guest: EMPTY, wall: EMPTY, host: EMPTY }

/** A socket whose peer reads only when it is told to. */
class FakeSocket implements ReaderSocket {
  unsentBytes = 0
  flushedBytes = 0
  mostUnsentBytes = 0
  readonly texts: string[] = []
  closed: number | null = null
  isStuck = false
  reader: Reader | null = null

  write(frames: Buffer): void {
    const start = (frames[1] as number) === 126 ? 4 : (frames[1] as number) === 127 ? 10 : 2
    this.texts.push(frames.toString('utf8', start))
    if (this.isStuck) this.unsentBytes += frames.length
    this.mostUnsentBytes = Math.max(this.mostUnsentBytes, this.unsentBytes)
  }
  together(write: () => void): void {
    write()
  }
  close(code: number): void {
    this.closed = code
  }
  drain(): void {
    this.unsentBytes = 0
    if (this.reader !== null) this.reader.delivery?.deliver(this.reader)
  }
  get ids(): number[] {
    return this.frames('events').flatMap(({ events }) => (events as { id: number }[]).map(({ id }) => id))
  }
  frames(type: string): Record<string, unknown>[] {
    return this.texts.map((text): Record<string, unknown> => parseServerFrame(text)).filter((frame) => frame['type'] === type)
  }
}

function created(id: number): LogEvent {
  const data = aMessage(id, { id: `m${id}`, guestId: 'g', content: 'x'.repeat(300), key: `key-number-${id}` })
  return { audience: 'everyone', event: { id, type: 'message.created', at: AT, data } }
}

let clock: VirtualClock
let log: LogEvent[]
let session: LiveSession
let readers: SessionReaders
let storeReads: number
/** How long after it was told the next round begins. */
let pacedMs = 0

/** The log as a store serves it; one in another epoch says so. */
function storeOf(epoch: string): Store {
  const readEvents = (_id: string, from: number, limit: number): Promise<LogSlice> => {
    storeReads += 1
    const events = log.slice(from, from + limit)
    return Promise.resolve({ epoch, from, to: from + events.length, events })
  }
  const readWalls = () => Promise.resolve({ epoch, head: 0, walls: WALLS, voters: [], revoked: [], guests: [], ...SETTINGS })
  return { readEvents, readWalls } as Partial<Store> as Store
}

function start(store: Store): void {
  session = new LiveSession(
    's',
    store,
    { epoch: 'e', head: 0, walls: WALLS, voters: [], revoked: [], guests: [], ...SETTINGS },
    { epoch: 'e', from: 0, to: 0, events: [] },
  )
  const told = (atMs: number) => {
    pacedMs = atMs - clock.now()
  }
  readers = new SessionReaders(session, clock, { onPaced: told, onFlushed() {} })
}

function commit(count: number): void {
  const from = log.length
  const events = Array.from({ length: count }, (_, index) => created(from + index + 1))
  log.push(...events)
  session.apply({ epoch: 'e', from, to: log.length, events })
}

function join(position: number): FakeSocket {
  const socket = new FakeSocket()
  socket.reader = new Reader(socket, { role: 'guest', id: 'g' }, position)
  readers.add(socket.reader)
  return socket
}

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => first + index)

beforeEach(() => {
  clock = new VirtualClock()
  log = []
  storeReads = 0
  start(storeOf('e'))
})

test('[SYNC-4] a reader that joins behind gets what it missed, then what is new, each once and in order', () => {
  commit(5)
  const socket = join(2)
  commit(3)
  expect(socket.ids).toEqual(upTo(8, 3))
})

test('[SYNC-1] frames cover their range without a gap', () => {
  const socket = join(0)
  for (const count of [1, 4, 250, 2]) commit(count)
  const ranges = socket.frames('events').map(({ from, to }) => [from, to] as [number, number])
  expect(ranges.at(-1)?.[1]).toBe(257)
  expect(ranges.map(([from]) => from)).toEqual([0, ...ranges.slice(0, -1).map(([, to]) => to)])
})

test('readers at the same place share one frame', () => {
  const sockets = [join(0), join(0), join(0)]
  commit(3)
  expect(new Set(sockets.map(({ texts }) => texts.find((text) => text.includes('events')))).size).toBe(1)
})

test('[SYNC-7] a reader that does not read costs a bounded amount, slows nobody, and gets every event when it drains', async () => {
  const slow = join(0)
  const quick = join(0)
  slow.isStuck = true
  for (let round = 0; round < 60; round += 1) commit(100)
  expect(quick.ids).toEqual(upTo(6_000))
  expect(slow.mostUnsentBytes).toBeLessThan(2 * 64 * 1024 + 2_048)
  expect(slow.ids.length).toBeLessThan(6_000)

  slow.isStuck = false
  slow.drain()
  // Events that the ring no longer holds are read from the store, page by page.
  while (slow.ids.length < 6_000) await Promise.resolve()
  expect(storeReads).toBeGreaterThan(0)
  expect(slow.ids).toEqual(upTo(6_000))
  commit(1)
  expect(slow.ids.at(-1)).toBe(6_001)
})

test('readers at the same old position share one read of the store', async () => {
  commit(5_000)
  const sockets = Array.from({ length: 10 }, () => join(100))
  while (sockets.some((socket) => socket.ids.length < 4_900)) await Promise.resolve()
  expect(storeReads).toBeLessThan(2 * 25)
})

test('[SYNC-6] a position beyond the local head is looked for in the log before it is called unrecoverable', async () => {
  log = Array.from({ length: 7 }, (_, index) => created(index + 1))
  expect(session.canReplay({ epoch: 'e', lastEventId: 5 })).toBe(false)
  await session.reach({ epoch: 'e', lastEventId: 5 })
  expect(session.canReplay({ epoch: 'e', lastEventId: 5 })).toBe(true)
  await session.reach({ epoch: 'e', lastEventId: 8 })
  expect(session.canReplay({ epoch: 'e', lastEventId: 8 })).toBe(false)
})

test('[LOG-4] a new epoch closes every connection, and each comes back for a snapshot', async () => {
  start(storeOf('other'))
  const socket = join(0)
  await session.catchUp()
  expect(socket.closed).toBe(4503)
})

test('[ONLINE-3] the count is sent at most once a second, always the latest', () => {
  const socket = join(0)
  for (let count = 1; count <= 500; count += 1) readers.broadcastOnline(count)
  clock.advance(999)
  expect(socket.frames('online').map(({ count }) => count)).toEqual([0])
  clock.advance(1)
  readers.broadcastOnline(501)
  clock.advance(1_000)
  expect(socket.frames('online').map(({ count }) => count)).toEqual([0, 500, 501])
})

test('[ONLINE-3] a new reader gets the count at once, also while a change waits for its second, and no older one afterwards', () => {
  const early = join(0)
  readers.broadcastOnline(5)
  const late = join(0)
  readers.broadcastOnline(6)
  // News bring no count before its second.
  session.apply({ epoch: 'e', from: 0, to: 1, events: [created(1)] })
  expect(late.frames('online').map(({ count }) => count)).toEqual([5])
  clock.advance(1_000)
  expect([early, late].map((socket) => socket.frames('online').map(({ count }) => count))).toEqual([
    [0, 6],
    [5, 6],
  ])
})

test('[ONLINE-3] a hall of 3,000 is told of a changed count every three seconds', () => {
  const hall = Array.from({ length: 3_000 }, () => join(0))
  for (let second = 1; second <= 12; second += 1) {
    readers.broadcastOnline(3_000 + second)
    clock.advance(1_000)
  }
  expect(hall.map((socket) => socket.frames('online').length).filter((told) => told !== 5)).toEqual([])
})

/** A clock on which a write takes a millisecond, and the longest that nothing but writes was done. */
class WorkingClock extends VirtualClock {
  longestMs = 0
  #workedMs = 0
  #sliceMs = 0

  override now(): number {
    return super.now() + this.#workedMs
  }

  work(): void {
    this.#workedMs += 1
    this.#sliceMs += 1
    this.longestMs = Math.max(this.longestMs, this.#sliceMs)
  }

  /** The loop turns: commands are read, then timers that are due fire. */
  turn(): void {
    this.#sliceMs = 0
    this.advance(1)
  }
}

test('[SYNC-1] a round of writes to a large hall gives way to commands, and every reader gets what is committed between its slices', () => {
  const working = new WorkingClock()
  clock = working
  start(storeOf('e'))
  const sockets = Array.from({ length: 500 }, () => join(0))
  for (const socket of sockets) {
    const write = socket.write.bind(socket)
    socket.write = (frames) => {
      working.work()
      write(frames)
    }
  }
  commit(2)
  expect(sockets.at(-1)?.ids).toEqual([])
  working.turn()
  commit(1)
  for (let turns = 0; turns < 200; turns += 1) working.turn()
  expect(new Set(sockets.map(({ ids }) => String(ids)))).toEqual(new Set(['1,2,3']))
  // The count is due within a round.
  readers.broadcastOnline(500)
  for (let turns = 0; turns < 999; turns += 1) working.turn()
  commit(1)
  for (let turns = 0; turns < 200; turns += 1) working.turn()
  expect(new Set(sockets.map(({ ids }) => String(ids)))).toEqual(new Set(['1,2,3,4']))
  expect(new Set(sockets.map((socket) => socket.frames('online').at(-1)?.['count']))).toEqual(new Set([500]))
  expect(working.longestMs).toBeLessThanOrEqual(64)
})

test('rounds take two fifths of the time, events share the next one, and its time is told', () => {
  const working = new WorkingClock()
  clock = working
  start(storeOf('e'))
  const socket = join(0)
  socket.write = ((write) => (frames: Buffer) => {
    for (let ms = 0; ms < 8; ms += 1) working.work()
    write(frames)
  })(socket.write.bind(socket))
  commit(1)
  expect(pacedMs).toBe(12)
  commit(2)
  clock.advance(5)
  commit(3)
  clock.advance(6)
  expect(socket.frames('events')).toHaveLength(1)
  clock.advance(1)
  expect(socket.frames('events').map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 6],
  ])
})

test('while a round is under way the next one is told to be as far as the last two were apart', () => {
  const working = new WorkingClock()
  clock = working
  start(storeOf('e'))
  const sockets = Array.from({ length: 40 }, () => join(0))
  for (const socket of sockets) socket.write = () => working.work()
  commit(1)
  // It has given way after its first slice.
  expect(pacedMs).toBe(0)
  working.turn()
  expect(pacedMs).toBe(30)
  clock.advance(1_000)
  commit(1)
  expect(pacedMs).toBe(40 + 30)
})

test('the wall is the fold over what was delivered', () => {
  const socket = join(0)
  commit(120)
  let wall = EMPTY
  for (const { events } of socket.frames('events') as unknown as { events: LogEvent['event'][] }[])
    for (const event of events) wall = applyEvent(wall, event)
  expect(session.wall(GUEST_VIEW)).toEqual(wall)
})

test('[LOG-6] an event for an author reaches its guest alone, and the others share one frame', () => {
  const author = new FakeSocket()
  readers.add(new Reader(author, { role: 'guest', id: 'g1' }, 0))
  // Served after the author: a frame of the author must not be shared.
  const other = join(0)
  const event: LogEvent['event'] = { id: 1, type: 'message.rejected', at: AT, data: { id: 'm1', wasShown: false } }
  log.push({ audience: 'author', recipient: 'g1', event })
  session.apply({ epoch: 'e', from: 0, to: 1, events: log })
  commit(1)
  clock.advance(1_000)
  expect([author.ids, other.ids]).toEqual([[1, 2], [2]])
  const late = new FakeSocket()
  readers.add(new Reader(late, { role: 'guest', id: 'g1' }, 0))
  expect(late.ids).toEqual([1, 2])
})
