import { beforeEach, expect, test } from 'vitest'
import { InProcessBus } from '../cluster/bus/in-process-bus.ts'
import type { KeyedCommand } from '../log/decide/command.ts'
import { appendAll, createSession, newId } from '../log/store.test-kit.ts'
import type { LogSlice } from '../domain/log-event.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import { MemoryStore } from '../testing/memory-store.ts'
import type { LiveSession } from './live-session.ts'
import { LiveSessions } from './live-sessions.ts'

/** As far away as a database in another building. */
const AWAY_MS = 10
const BEYOND = Number.MAX_SAFE_INTEGER

/** Answers what it knew when it was asked, `AWAY_MS` later; for some sessions never. */
class FarStore extends MemoryStore {
  readonly #clock: VirtualClock
  readonly stuck = new Set<string>()
  reads = 0

  constructor(clock: VirtualClock) {
    super()
    this.#clock = clock
  }

  override async readEvents(sessionId: string, from: number, limit: number): Promise<LogSlice | null> {
    this.reads += 1
    const answer = await super.readEvents(sessionId, from, limit)
    await new Promise<void>((resolve) => {
      if (!this.stuck.has(sessionId)) this.#clock.setTimer(AWAY_MS, resolve)
    })
    return answer
  }
}

let clock: VirtualClock
let store: FarStore
let sessions: LiveSessions

beforeEach(() => {
  clock = new VirtualClock()
  store = new FarStore(clock)
  sessions = new LiveSessions({ store, bus: new InProcessBus(), clock, onUnpublished: () => {}, onLostCommits: () => {} })
})

/** Moves on by a millisecond at a time, so that what is answered may ask again. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1) {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
    clock.advance(1)
  }
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
}

async function liveSession(): Promise<LiveSession> {
  const { id } = await createSession(store)
  const holding = sessions.hold(id)
  await pass(2 * AWAY_MS)
  const held = await holding
  if (held === null) throw new Error('gone')
  return held.session
}

function say(sessionId: string): KeyedCommand {
  const key = newId()
  const actor = { sessionId, id: 'guest', name: 'guest', role: 'guest' } as const
  return { kind: 'sendMessage', actor, key, bodyHash: '', content: '喜', guestName: 'guest' }
}

test('[LOG-4] 300 requests a second beyond the head are answered with two reads, one at a time', async () => {
  const session = await liveSession()
  const waits: number[] = []
  store.reads = 0
  for (let asked = 0; asked < 300; asked += 1) {
    const sinceMs = clock.now()
    void session.reach({ epoch: session.epoch, lastEventId: BEYOND }).then(() => waits.push(clock.now() - sinceMs))
    await pass(3 + (asked % 2))
  }
  await pass(2 * AWAY_MS)
  expect(waits).toHaveLength(300)
  expect(Math.max(...waits)).toBeLessThanOrEqual(2 * AWAY_MS + 1)
  expect(session.canReplay({ epoch: session.epoch, lastEventId: BEYOND })).toBe(false)
  expect(store.reads).toBeLessThanOrEqual((300 * 4) / AWAY_MS)
})

test('[SYNC-6] a position that another server gave is found, though a read that began before it is under way', async () => {
  const session = await liveSession()
  const other = session.reach({ epoch: session.epoch, lastEventId: BEYOND })
  await pass(AWAY_MS / 2)
  await appendAll(store, [say(session.id)])
  const position = { epoch: session.epoch, lastEventId: 1 }
  let isFound: boolean | null = null
  void session.reach(position).then(() => {
    isFound = session.canReplay(position)
  })
  await pass(2 * AWAY_MS)
  expect(isFound).toBe(true)
  await other
})

test('[LOG-3] the log is read to its end, however many pages it has', async () => {
  const session = await liveSession()
  await appendAll(
    store,
    Array.from({ length: 450 }, () => say(session.id)),
  )
  const reached = session.catchUp()
  await pass(4 * AWAY_MS)
  await reached
  expect(session.head).toBe(450)
})

test('[LOG-3] a head check waits for no session: an unreadable log delays no other session', async () => {
  const [stuck, well] = [await liveSession(), await liveSession()]
  store.stuck.add(stuck.id)
  const stop = sessions.start()
  for (let round = 1; round <= 3; round += 1) {
    await appendAll(store, [say(stuck.id)])
    await appendAll(store, [say(well.id)])
    await pass(1_500 + 2 * AWAY_MS)
    expect([stuck.head, well.head]).toEqual([0, round])
  }
  stop()
})
