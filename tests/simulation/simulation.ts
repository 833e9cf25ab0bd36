import type { HostedSession, Vote } from '@guestwall/protocol'
import { MemoryStore } from '@guestwall/server/testing'
import { SeededRandom } from '../support/seeded-random.ts'
import { committedOf } from './committed.ts'
import { Device } from './device.ts'
import { castElsewhere, postElsewhere } from './elsewhere.ts'
import { HistoryChecker } from './history-checker.ts'
import type { Ended, HistoryRecord, StoredVote, Violation } from './history.ts'
import { Host } from './host.ts'
import { operate, type Stage } from './operations.ts'
import { OPERATOR_TOKEN, ServerProcess } from './server-process.ts'
import type { ClientTrace, TabWorld } from './tab.ts'
import { describe, Trace } from './trace.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import { settle } from './settle.ts'
import { Voting } from './voting.ts'

/** After the network healed, everybody is where they should be within this time: the longest of the client's own waits, twice. */
const CONVERGE_MS = 150_000
const LOOK_MS = 3_000
/**
 * Votes draw from a stream of their own, and in some runs there are none: a seed that was kept before there were votes is still the run
 * that it was. This number gives none to those.
 */
const VOTING_SALT = 0x7001
const VOTING_SHARE = 0.6

/** The result of a run. */
export interface Run {
  readonly seed: number
  readonly violations: readonly Violation[]
  /** No client felt any fault: the run shows nothing (C16). */
  readonly isVoid: boolean
  /** Of the whole trace. */
  readonly hash: string
  readonly steps: number
  readonly operations: readonly string[]
  readonly trace: readonly string[]
  /** The line of the trace where the first violation showed. */
  readonly violationLine: number
  /** Of each client, if `isTraced`. */
  readonly clients: ReadonlyMap<string, ClientTrace>
}

/**
 * One seeded run: guests, a lossy network and one server under virtual time, checked at every step, compared at the end. `isTraced` records
 * what each client did, and changes nothing of the run.
 */
export async function simulate(seed: number, { isTraced = false } = {}): Promise<Run> {
  const simulation = new Simulation(seed, isTraced ? new Map() : null)
  await simulation.run()
  return simulation.result()
}

class Simulation {
  readonly #seed: number
  readonly #traces: Map<string, ClientTrace> | null
  readonly #time = new VirtualClock()
  readonly #random: SeededRandom
  readonly #store = new MemoryStore()
  readonly #health = { slowestMs: 20, failures: 0 }
  readonly #server: ServerProcess
  readonly #checker = new HistoryChecker()
  readonly #trace = new Trace()
  readonly #operations: string[] = []
  readonly #votes = new Map<string, Vote>()
  #steps = 0
  #faults = 0
  #bodies = 0
  #violationLine = -1

  constructor(seed: number, traces: Map<string, ClientTrace> | null) {
    this.#seed = seed
    this.#traces = traces
    this.#random = new SeededRandom(seed)
    this.#server = new ServerProcess({
      time: this.#time,
      random: this.#random.fork(),
      store: this.#store,
      health: this.#health,
      postsPerMinute: this.#random.is(0.5) ? 30 : 0,
      onCommitted: (batch, committed) => this.#record(committedOf(batch, committed)),
      onFailure: () => this.#noteFault(),
    })
  }

  async run(): Promise<void> {
    const random = this.#random
    this.#server.boot()
    const { session, hostToken } = await this.#createSession()
    const world: TabWorld = {
      time: this.#time,
      random: random.fork(),
      server: this.#server,
      sessionId: session.id,
      record: (record) => this.#record(record),
      newBody: () => {
        this.#bodies += 1
        return `wish ${this.#bodies}`
      },
      onFault: () => this.#noteFault(),
      traces: this.#traces,
    }
    if (random.is(0.04)) await postElsewhere(world, this.#store, random.pick([120, 900, 2_300]), true)
    const devices = Array.from({ length: random.int(2, 3) }, (_, index) => this.#device(world, `d${index + 1}`, null))
    if (random.is(0.3)) devices.push(this.#device(world, 'host', hostToken))
    const host = new Host({ time: this.#time, random: random.fork(), server: this.#server, sessionId: session.id, token: hostToken })
    const stage: Stage = {
      time: this.#time,
      random: random.fork(),
      devices,
      server: this.#server,
      health: this.#health,
      host,
      postElsewhere: (count, isLong) => void postElsewhere(world, this.#store, count, isLong),
      onFault: () => this.#noteFault(),
    }
    const voting = this.#voting(stage, world)
    await this.#disturb(stage)
    voting?.stop()
    await this.#heal(stage, session.id)
  }

  result(): Run {
    return {
      seed: this.#seed,
      violations: this.#checker.violations,
      isVoid: this.#faults === 0,
      hash: this.#trace.hash,
      steps: this.#steps,
      operations: this.#operations,
      trace: this.#trace.lines,
      violationLine: this.#violationLine,
      clients: this.#traces ?? new Map(),
    }
  }

  #voting({ time, devices, host }: Stage, world: TabWorld): Voting | null {
    const random = new SeededRandom(this.#seed ^ VOTING_SALT)
    if (!random.is(VOTING_SHARE)) return null
    const voting = new Voting({
      time,
      random,
      devices: devices.filter(({ name }) => name !== 'host'),
      host,
      votes: () => [...this.#votes.values()],
      castElsewhere: (voteId, ballots) => void castElsewhere(world, this.#store, voteId, ballots),
      note: (what) => this.#note(what),
    })
    voting.start()
    return voting
  }

  #note(what: string): void {
    this.#operations.push(`${(this.#time.elapsedMs / 1_000).toFixed(3)} ${what}`)
    this.#trace.add(this.#time.elapsedMs, `> ${what}`)
  }

  #device(world: TabWorld, name: string, token: string | null): Device {
    const random = this.#random
    const usesSocket = !random.is(0.05)
    const device = new Device(world, name, { token, usesSocket, slowestStorageMs: random.is(0.5) ? 0 : 40 })
    if (random.is(0.1)) device.storage.refuses = 'everything'
    if (random.is(0.3)) device.weather.latencyMs = random.int(100, 800)
    device.openTab()
    return device
  }

  async #disturb(stage: Stage): Promise<void> {
    await this.#pass(this.#random.int(0, 1_500))
    for (let left = this.#random.int(6, 18); left > 0 && this.#isValid; left -= 1) {
      this.#note(operate(stage))
      await settle()
      await this.#pass(this.#random.is(0.3) ? this.#random.int(0, 60) : this.#random.int(100, 3_500))
    }
  }

  async #heal({ devices, server, host }: Stage, sessionId: string): Promise<void> {
    if (!this.#isValid) return
    this.#trace.add(this.#time.elapsedMs, '> heal')
    // Everything that was begun ends within this time: later, faults would have healed.
    this.#health.failures = 0
    this.#health.slowestMs = 20
    server.boot()
    for (const device of devices) device.heal()
    let isOpen = false
    host.moderate('off', () => {
      isOpen = true
    })
    for (let waitedMs = 0; waitedMs < CONVERGE_MS && this.#isValid; waitedMs += LOOK_MS) {
      await this.#pass(LOOK_MS)
      if (isOpen && (await this.#isConverged(devices, sessionId))) break
    }
    if (this.#isValid) await this.#end(devices, sessionId)
  }

  async #isConverged(devices: readonly Device[], sessionId: string): Promise<boolean> {
    const stored = (await this.#store.readHeads([sessionId])).get(sessionId)
    const isThere = ({ state, wanted, position, waitingToSend }: Ended) =>
      state === wanted && position?.lastEventId === stored?.head && waitingToSend === 0
    return stored?.hasUnpublishedBallots === false && this.#endings(devices).every(isThere)
  }

  #endings(devices: readonly Device[]): Ended[] {
    return devices.flatMap((device) =>
      device.openTabs.flatMap((tab) => {
        if (tab.client === null) return []
        const { state, position, wall, waitingToSend, ballots, guest } = tab.client.getSnapshot()
        const wanted = tab.usesSocket ? 'connected' : 'fallback'
        const identity = { client: tab.clientName, guestId: guest?.id ?? null, isAlone: device.tabs.length === 1 && !device.hasForgotten }
        return { ...identity, state, wanted, position, wall, waitingToSend, ballots } as const
      }),
    )
  }

  async #end(devices: readonly Device[], sessionId: string): Promise<void> {
    const log = await this.#store.readEvents(sessionId, 0, Number.MAX_SAFE_INTEGER)
    const walls = await this.#store.readWalls(sessionId)
    if (log === null || walls === null) throw new Error('the session is gone')
    this.#record({
      kind: 'ended',
      log: log.events,
      walls: { everyone: walls.walls.guest, hosts: walls.walls.host },
      votes: await this.#storedVotes(sessionId),
      clients: this.#endings(devices),
    })
  }

  async #storedVotes(sessionId: string): Promise<StoredVote[]> {
    const votes = await this.#store.readVotes(sessionId)
    return Promise.all(
      votes.map(async ({ id, counts, ballots }) => ({
        voteId: id,
        counts,
        ballots,
        choices: await this.#store.readBallots(sessionId, id, '', Number.MAX_SAFE_INTEGER),
        chain: (await this.#store.readChain(sessionId, id, 0, Number.MAX_SAFE_INTEGER)).length,
      })),
    )
  }

  async #createSession(): Promise<HostedSession> {
    let hosted: HostedSession | null = null
    const headers = { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'application/json' }
    this.#server.exchange('/api/sessions', { method: 'POST', headers, body: JSON.stringify({ title: 'wall' }) }, (answer) => {
      hosted = JSON.parse(answer?.text ?? '') as HostedSession
    })
    await settle()
    await this.#pass(100)
    if (hosted === null) throw new Error('no session was made')
    return hosted
  }

  get #isValid(): boolean {
    return this.#checker.violations.length === 0
  }

  /** Lets time pass, timer by timer. A violation stops it. */
  async #pass(ms: number): Promise<void> {
    const untilMs = this.#time.now() + ms
    while (this.#isValid && this.#time.step(untilMs)) {
      this.#steps += 1
      await settle()
    }
  }

  #record(record: TabWorldRecord): void {
    if (record.kind === 'committed') {
      if (record.events.length === 0 && record.ballots.length === 0) return
      for (const { event } of record.events) {
        if (event.type === 'vote.opened' || event.type === 'vote.closed') this.#votes.set(event.data.id, event.data)
      }
    }
    const dated = { ...record, atMs: this.#time.elapsedMs } as HistoryRecord
    // Another server's posts come by the hundred: their commit is line enough.
    if (record.kind !== 'tapped' || record.client !== 'elsewhere') this.#trace.add(dated.atMs, describe(dated))
    this.#checker.apply(dated)
    if (this.#violationLine === -1 && !this.#isValid) this.#violationLine = this.#trace.lines.length - 1
  }

  #noteFault(): void {
    this.#faults += 1
  }
}

type TabWorldRecord = Parameters<TabWorld['record']>[0]
