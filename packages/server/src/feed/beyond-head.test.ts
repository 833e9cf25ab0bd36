import { beforeEach, expect, test } from 'vitest'
import { InProcessBus } from '../cluster/bus/in-process-bus.ts'
import type { Session } from '@guestwall/protocol'
import { createSession } from '../log/store.test-kit.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import { MemoryStore } from '../testing/memory-store.ts'
import { LiveSessions } from './live-sessions.ts'

/** A reader whose position is beyond the head, in the log's own epoch, says that commits were lost. */

const FIVE_MINUTES_MS = 300_000
const START_S = Math.floor(new VirtualClock().wallTime() / 1000)
const BEFORE_S = START_S - 60

let clock: VirtualClock
let store: MemoryStore
let sessions: LiveSessions
let session: Session
beforeEach(async () => {
  clock = new VirtualClock()
  store = new MemoryStore()
  sessions = new LiveSessions({
    store,
    bus: new InProcessBus(),
    clock,
    onUnpublished: () => {},
    onLostCommits: async (id, epoch) => void (await store.beginEpoch(id, epoch, `after ${epoch}`)),
  })
  session = await createSession(store)
})

/** Comes with a position, and answers the epoch that it is then served in. */
function come(position: { epoch: string; lastEventId: number }, firstIssuedAt = BEFORE_S): Promise<string> {
  return sessions.with(session.id, async (live) => {
    if (live === null) throw new Error('gone')
    await sessions.reach(live, position, { firstIssuedAt })
    return live.epoch
  })
}

const epoch = () => `epoch-${session.id}`

test('[LOG-4] soon after a start a position beyond the head begins a new epoch, and its reader gets that epoch at once', async () => {
  expect(await come({ epoch: epoch(), lastEventId: 1 })).toBe(`after ${epoch()}`)
})

test('[LOG-4] a second position beyond the head begins no other epoch', async () => {
  const begun = await come({ epoch: epoch(), lastEventId: 1 })
  expect(await come({ epoch: begun, lastEventId: 1 })).toBe(begun)
})

test('[LOG-4] a server that has run for five minutes begins no epoch for a position beyond the head', async () => {
  clock.advance(FIVE_MINUTES_MS + 1)
  expect(await come({ epoch: epoch(), lastEventId: 1 })).toBe(epoch())
})

test('[LOG-4] a guest who joined after the start begins no epoch', async () => {
  for (const joinedAtS of [START_S, START_S + 60]) expect(await come({ epoch: epoch(), lastEventId: 1 }, joinedAtS)).toBe(epoch())
})

test('a position at the head, or of another epoch, begins no epoch', async () => {
  expect(await come({ epoch: epoch(), lastEventId: 0 })).toBe(epoch())
  expect(await come({ epoch: 'of another life', lastEventId: 99 })).toBe(epoch())
})
