import { HEARTBEAT_MS, SILENCE_MS, WATCHED_HEARTBEAT_MS } from '@guestwall/protocol'
import { expect, it } from 'vitest'
import { DELIVERY_DELAY_MS, PROBE_LIMIT_MS } from './core/connection-machine.ts'
import { setUp } from './realtime-client.test-kit.ts'
import type { Clock } from './types.ts'

const MINUTE_MS = 60_000

/** A client of a server that sends its heartbeats for as long as the network passes them. */
async function beating(heartbeatMs: number, throttle = (clock: Clock) => clock) {
  const world = setUp()
  const { clock, server } = world
  server.heartbeatMs = heartbeatMs
  const beat = () => {
    server.broadcast({ type: 'heartbeat' })
    clock.setTimer(heartbeatMs, beat)
  }
  beat()
  const { client, states } = await world.connected({ clock: throttle(clock) })
  states.length = 0
  return { ...world, client, states }
}

/** Timers of a page in the background fire at whole multiples of `stepMs` only; frames arrive as ever. */
const throttled =
  (stepMs: number) =>
  (clock: Clock): Clock => ({
    now: () => clock.now(),
    wallTime: () => clock.wallTime(),
    setTimer: (delayMs, callback) => clock.setTimer(Math.ceil((clock.now() + delayMs) / stepMs) * stepMs - clock.now(), callback),
  })

it.each([
  [WATCHED_HEARTBEAT_MS, 5_000],
  [HEARTBEAT_MS, SILENCE_MS + PROBE_LIMIT_MS],
  // A server that sends none, or says something else than it does.
  [10 * MINUTE_MS, SILENCE_MS + PROBE_LIMIT_MS],
])('[CONN-10] where a server says %i ms, a silent loss is noticed within %i ms', async (heartbeatMs, withinMs) => {
  const { clock, client, server } = await beating(heartbeatMs)
  await clock.run(Math.min(heartbeatMs, HEARTBEAT_MS) * 3)
  expect(client.state).toBe('connected')
  server.socketMode = 'hang'
  server.httpMode = 'down'
  server.cutAll(true)
  await clock.run(withinMs)
  expect(client.state).toBe('reconnecting')
})

it('[CONN-10] the trouble began with the doubt, and is over with the next good answer', async () => {
  const { clock, client, server } = await beating(WATCHED_HEARTBEAT_MS)
  await clock.run(MINUTE_MS)
  server.socketMode = 'hang'
  server.httpMode = 'down'
  server.cutAll(true)
  await clock.run(5_000)
  const { trouble, troubleSinceMs } = client.getSnapshot()
  expect(trouble).toBe('network')
  expect(clock.now() - (troubleSinceMs ?? Number.NaN)).toBeGreaterThanOrEqual(PROBE_LIMIT_MS)
  server.socketMode = 'serve'
  server.httpMode = 'serve'
  await clock.run(MINUTE_MS)
  expect(client.getSnapshot()).toMatchObject({ state: 'connected', trouble: null, troubleSinceMs: null })
})

it.each([1_000, MINUTE_MS])('[CONN-10] a page in the background whose timers fire every %i ms stays connected', async (stepMs) => {
  const { clock, server, states } = await beating(WATCHED_HEARTBEAT_MS, throttled(stepMs))
  await clock.run(60 * MINUTE_MS)
  expect(states).toEqual([])
  expect(server.pairs).toHaveLength(1)
})

it('[CONN-10] a page that was frozen for an hour reads what waited, and stays connected', async () => {
  const { clock, server, states } = await beating(WATCHED_HEARTBEAT_MS)
  clock.sleep(60 * MINUTE_MS)
  await clock.run(MINUTE_MS)
  expect(states).toEqual([])
  expect(server.pairs).toHaveLength(1)
})

it('[CONN-10] a server that was busy for 3 s is not lost', async () => {
  const { clock, client, server, states } = await beating(WATCHED_HEARTBEAT_MS)
  await clock.run(MINUTE_MS)
  // The heartbeats of those seconds, and the answers to what was asked, come late.
  server.latencyMs = 3_000
  await clock.run(10_000)
  server.latencyMs = 0
  await clock.run(MINUTE_MS)
  expect(client.state).toBe('connected')
  expect(states).toEqual([])
})

it('[CONN-5] a device that says it is offline has lost its socket at once, without a probe; `online` tries at once', async () => {
  const { clock, client, server, wake } = await beating(WATCHED_HEARTBEAT_MS)
  await clock.run(MINUTE_MS)
  server.socketMode = 'refuse'
  server.httpMode = 'down'
  server.cutAll(true)
  wake(true)
  await clock.run(0)
  expect(client.getSnapshot()).toMatchObject({ state: 'reconnecting', trouble: 'network' })
  await clock.run(MINUTE_MS)
  server.socketMode = 'serve'
  server.httpMode = 'serve'
  wake()
  await clock.run(0)
  expect(client.state).toBe('connected')
})

it('[CONN-5] a device that says it is offline and still reaches the server, such as its own, is connected again at once', async () => {
  const { clock, client, wake } = await beating(WATCHED_HEARTBEAT_MS)
  await clock.run(MINUTE_MS)
  wake(true)
  await clock.run(0)
  expect(client.getSnapshot()).toMatchObject({ state: 'connected', trouble: null })
  wake()
  await clock.run(DELIVERY_DELAY_MS)
  expect(client.state).toBe('connected')
})
