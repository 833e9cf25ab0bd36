import type { ConnectionState } from '@guestwall/client'
import type { HostedSession } from '@guestwall/protocol'
import { VirtualClock } from '@guestwall/protocol/testing'
import { MemoryStore } from '@guestwall/server/testing'
import { expect, it } from 'vitest'
import { SeededRandom } from '../support/seeded-random.ts'
import { Device } from './device.ts'
import { OPERATOR_TOKEN, ServerProcess } from './server-process.ts'
import { settle } from './settle.ts'
import type { TabWorld } from './tab.ts'

/** Notices come this soon (CONN-10). */
const NOTICED_MS = 5_000
const MINUTE_MS = 60_000

/** A session, its server, and a device of its host or a screen of its wall. */
async function openVenue(credential: 'hostToken' | 'wallToken') {
  const time = new VirtualClock()
  const random = new SeededRandom(43)
  const store = new MemoryStore()
  const health = { slowestMs: 20, failures: 0 }
  const server = new ServerProcess({ time, random: random.fork(), store, health, postsPerMinute: 0, onCommitted() {}, onFailure() {} })
  server.boot()
  const pass = async (ms: number, isOver = () => false): Promise<void> => {
    const untilMs = time.now() + ms
    while (!isOver() && time.step(untilMs)) await settle()
  }
  let hosted: HostedSession | undefined
  const headers = { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'application/json' }
  server.exchange('/api/sessions', { method: 'POST', headers, body: JSON.stringify({ title: 'wall' }) }, (answer) => {
    hosted = JSON.parse(answer?.text ?? '') as HostedSession
  })
  await settle()
  await pass(1_000, () => hosted !== undefined)
  const { session, [credential]: token } = hosted as HostedSession
  const world: TabWorld = {
    time,
    random: random.fork(),
    server,
    sessionId: session.id,
    record() {},
    newBody: () => 'wish',
    traces: null,
    onFault() {},
  }
  const device = new Device(world, 'd1', { token, usesSocket: true, pollWaitSeconds: 1, slowestStorageMs: 0 })
  const states: ConnectionState[] = []
  /** Opens a page on the device, and waits until it is connected. */
  const connect = async () => {
    const { client } = device.openTab()
    if (client === null) throw new Error('the page is open')
    client.on('state', (state) => states.push(state))
    await pass(MINUTE_MS, () => client.state === 'connected')
    expect(client.state).toBe('connected')
    states.length = 0
    return client
  }
  return { time, device, pass, states, connect }
}

for (const credential of ['hostToken', 'wallToken'] as const) {
  it(`[CONN-10] a network that freezes without a word is noticed within 5 s, and when it thaws the client comes back (${credential})`, async () => {
    const { time, device, pass, connect } = await openVenue(credential)
    const client = await connect()
    for (let offsetMs = 0; offsetMs < 1_000; offsetMs += 90) {
      await pass(MINUTE_MS + offsetMs)
      device.weather.darken()
      const frozenAtMs = time.now()
      await pass(MINUTE_MS, () => client.state !== 'connected')
      expect(time.now() - frozenAtMs).toBeLessThanOrEqual(NOTICED_MS)
      const { trouble, troubleSinceMs } = client.getSnapshot()
      expect(trouble).toBe('network')
      // A page that waits 2 s before it shows a trouble shows this one at once.
      expect(time.now() - (troubleSinceMs ?? Number.NaN)).toBeGreaterThanOrEqual(2_000)
      await pass(30_000)
      device.weather.lighten()
      await pass(MINUTE_MS, () => client.state === 'connected')
      expect(client.state).toBe('connected')
      expect(client.getSnapshot().trouble).toBeNull()
    }
  })

  it(`[CONN-10] without a socket too, news that cannot come is noticed before 5 s are over (${credential})`, async () => {
    const { time, device, pass, connect } = await openVenue(credential)
    const client = await connect()
    device.weather.upgrades = 'refused'
    device.cutSockets('both')
    for (let offsetMs = 0; offsetMs < 1_000; offsetMs += 350) {
      await pass(MINUTE_MS + offsetMs)
      expect(client.getSnapshot()).toMatchObject({ state: 'fallback', isTimely: true, trouble: null })
      device.weather.darken()
      const frozenAtMs = time.now()
      await pass(MINUTE_MS, () => !client.getSnapshot().isTimely)
      // A page waits up to 2 s more before it says so.
      expect(time.now() - frozenAtMs).toBeLessThanOrEqual(NOTICED_MS - 2_000 + 100)
      await pass(30_000)
      device.weather.lighten()
      await pass(MINUTE_MS, () => client.getSnapshot().isTimely)
    }
  })

  it(`[CONN-10] a link that takes 2 s each way, and up to half a second more, shows no loss in an hour (${credential})`, async () => {
    const { device, pass, states, connect } = await openVenue(credential)
    device.weather.latencyMs = 2_000
    device.weather.jitterMs = 400
    await connect()
    await pass(60 * MINUTE_MS)
    expect(states).toEqual([])
  })

  it(`[CONN-10] a link that stalls for up to 3 s every minute shows no loss (${credential})`, async () => {
    const { device, pass, states, connect } = await openVenue(credential)
    await connect()
    for (let minute = 0; minute < 60; minute += 1) {
      await pass(MINUTE_MS - minute * 17)
      device.weather.darken()
      await pass(3_000)
      device.weather.lighten()
    }
    expect(states).toEqual([])
  })
}
