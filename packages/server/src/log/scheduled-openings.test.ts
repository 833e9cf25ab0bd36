import { aSession, VirtualClock } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import { MemoryStore } from '../testing/memory-store.ts'
import { ScheduledOpenings } from './scheduled-openings.ts'
import { SessionLog } from './session-log.ts'

const START = '2026-11-22T17:59:50.000Z'
const OPENS_AT = '2026-11-22T18:00:00.000Z'

/** A server's part that opens sessions. */
function server(store: MemoryStore, clock: VirtualClock): () => void {
  let lastId = 0
  const random = { next: () => 0.5, id: () => `id${(lastId += 1)}`, code: () => 'ABC234' }
  const log = new SessionLog({ store, clock, random, bodyKey: 'secret' })
  return new ScheduledOpenings({ store, open: (id) => log.openDue(id), clock }).start()
}

async function stateAfter(ms: number, servers: number, startsAtMs = 0): Promise<{ state: string | undefined; openings: number }> {
  const clock = new VirtualClock(Date.parse(START))
  const store = new MemoryStore()
  await store.createSession({ session: aSession({ state: 'scheduled', opensAt: OPENS_AT }), epoch: 'e' })
  await clock.run(startsAtMs)
  const stops = Array.from({ length: servers }, () => server(store, clock))
  await clock.run(ms - startsAtMs)
  for (const stop of stops) stop()
  const events = (await store.readEvents('s1', 0, 100))?.events ?? []
  return { state: (await store.findSession('s1'))?.state, openings: events.length }
}

test('[LIFE-4] a session opens within a second of its time, and not before', async () => {
  expect(await stateAfter(9_900, 1)).toEqual({ state: 'scheduled', openings: 0 })
  expect(await stateAfter(11_000, 1)).toEqual({ state: 'open', openings: 1 })
})

test('[LIFE-4] several servers open it once', async () => {
  expect(await stateAfter(20_000, 3)).toEqual({ state: 'open', openings: 1 })
})

test('[LIFE-4] a server that starts after the time opens it', async () => {
  expect(await stateAfter(62_000, 1, 60_000)).toEqual({ state: 'open', openings: 1 })
})
