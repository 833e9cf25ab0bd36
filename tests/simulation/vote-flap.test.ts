import type { HostedSession, Vote, VotePayload } from '@guestwall/protocol'
import { MemoryStore } from '@guestwall/server/testing'
import { expect, it } from 'vitest'
import { SeededRandom } from '../support/seeded-random.ts'
import { committedOf } from './committed.ts'
import { Device } from './device.ts'
import { castElsewhere } from './elsewhere.ts'
import { HistoryChecker } from './history-checker.ts'
import { OPERATOR_TOKEN, ServerProcess } from './server-process.ts'
import type { TabWorld } from './tab.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import { settle } from './settle.ts'

/** The transport of every reader changes this often. */
const FLAP_MS = 2_000
const POUR_MS = 30_000
const READERS = 6
const SEEDS = [1, 2]

it.each(SEEDS)(
  '[VOTE-4] while ballots pour in and every transport flaps each 2 s, no reader’s tally goes back, at most four a second are published, and the last and the close reach all (seed %i)',
  async (seed) => {
    const time = new VirtualClock()
    const random = new SeededRandom(seed)
    const store = new MemoryStore()
    const checker = new HistoryChecker()
    let faults = 0
    const record: TabWorld['record'] = (what) => checker.apply({ ...what, atMs: time.elapsedMs })
    const server = new ServerProcess({
      time,
      random: random.fork(),
      store,
      health: { slowestMs: 20, failures: 0 },
      postsPerMinute: 0,
      onCommitted: (batch, committed) => record(committedOf(batch, committed)),
      onFailure: () => {},
    })
    server.boot()
    const pass = async (ms: number, isOver = () => false) => {
      const untilMs = time.now() + ms
      while (!isOver() && time.step(untilMs)) await settle()
    }
    const call = async <Answer>(path: string, token: string, body: object): Promise<Answer> => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      let answer: Answer | undefined
      server.exchange(path, { method: 'POST', headers, body: JSON.stringify(body) }, (heard) => {
        answer = JSON.parse(heard?.text ?? '') as Answer
      })
      await settle()
      await pass(1_000, () => answer !== undefined)
      if (answer === undefined) throw new Error(`${path} was not answered`)
      return answer
    }
    const { session, hostToken } = await call<HostedSession>('/api/sessions', OPERATOR_TOKEN, { title: 'wall' })
    const words = { key: 'create-key', question: 'who', options: ['one', 'two', 'three'] }
    const { vote } = await call<{ vote: Vote }>(`/api/host/sessions/${session.id}/votes`, hostToken, words)
    await call(`/api/host/votes/${vote.id}/open`, hostToken, { key: 'open-key' })

    const world: TabWorld = {
      time,
      random: random.fork(),
      server,
      sessionId: session.id,
      record,
      newBody: () => 'wish',
      traces: null,
      onFault: () => {
        faults += 1
      },
    }
    const readers = Array.from(
      { length: READERS },
      (_, index) => new Device(world, `d${index + 1}`, { token: null, usesSocket: true, slowestStorageMs: 0 }),
    )
    /** Every tally that each reader showed, in order, and the states that it was in. */
    const shown = readers.map((device) => {
      const seen: VotePayload[] = []
      const states = new Set<string>()
      const { client } = device.openTab()
      client?.subscribe(() => {
        const { votes, state } = client.getSnapshot()
        const { tally } = votes[0] ?? {}
        states.add(state)
        if (tally !== undefined && tally !== null && tally.version !== seen.at(-1)?.version) seen.push(tally)
      })
      return { device, seen, states }
    })

    // Between WebSocket and polls, every one in its own rhythm.
    const flap = (device: Device, isOn: boolean) => {
      device.weather.upgrades = isOn ? 'pass' : random.pick(['refused', 'hanging'] as const)
      if (!isOn) device.cutSockets(random.pick(['both', 'client'] as const))
      time.setTimer(FLAP_MS, () => flap(device, !isOn))
    }
    for (const device of readers) time.setTimer(random.int(0, FLAP_MS), () => flap(device, false))
    let guests = 0
    const pour = () => {
      const ballots = Array.from({ length: random.int(0, 6) }, () => ({
        guest: `far${(guests += 1)}`,
        optionIds: [random.pick(['o1', 'o2', 'o3'])],
      }))
      // At another server, and here: its tallies are told of by whoever finds them due.
      if (ballots.length > 0 && random.is(0.3)) void castElsewhere(world, store, vote.id, ballots)
      for (const device of readers) if (random.is(0.1)) device.tabs[0]?.cast(vote.id, [random.pick(['o1', 'o2', 'o3'])])
      time.setTimer(random.int(5, 60), pour)
    }
    pour()
    await pass(POUR_MS)
    const closed = await call<{ vote: Vote }>(`/api/host/votes/${vote.id}/close`, hostToken, { key: 'close-key' })
    const isThere = () => shown.every(({ seen }) => seen.at(-1)?.state === 'closed')
    await pass(60_000, isThere)

    expect(checker.violations).toEqual([])
    const log = await store.readEvents(session.id, 0, 1_000_000)
    const tallies = (log?.events ?? []).filter(({ event }) => event.type === 'vote.tally').map(({ event }) => Date.parse(event.at))
    // The last one comes when the close comes.
    const paced = tallies.slice(0, -1)
    expect(paced.slice(1).filter((atMs, index) => atMs - (paced[index] as number) < 250)).toEqual([])
    expect(paced.length).toBeGreaterThan((POUR_MS / 1_000) * 3)
    expect(paced.length).toBeLessThanOrEqual((POUR_MS / 1_000) * 4)
    // The fault did bite, and everybody was on both transports.
    expect(faults).toBeGreaterThan(2 * READERS)
    for (const { seen, states } of shown) {
      const versions = seen.map(({ version }) => version)
      expect(versions).toEqual([...versions].sort((left, right) => left - right))
      expect(new Set(versions).size).toBe(versions.length)
      expect(seen.length).toBeGreaterThan(15)
      expect(seen.at(-1)).toEqual(closed.vote.tally)
      expect([...states]).toEqual(expect.arrayContaining(['connected', 'reconnecting']))
    }
  },
)
