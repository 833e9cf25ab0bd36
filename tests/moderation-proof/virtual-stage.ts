import type { Position, Session } from '@guestwall/protocol'
import { settle, VirtualClock } from '@guestwall/protocol/testing'
import { type AppParts, assemble, type Core, type Credentials, readConfig, sealOf, type Store, StoreUnavailable } from '@guestwall/server'
import type { RedisLink } from '@guestwall/server/testing'
import { Process } from '../simulation/process.ts'
import { ShakyStore, type StoreHealth } from '../simulation/shaky-store.ts'
import { NO_LIMITS } from '../support/no-limits.ts'
import { SeededRandom } from '../support/seeded-random.ts'
import type { Reader } from './history.ts'
import { credentialNameOf } from './readers.ts'
import type { SharedRedis } from './shared-redis.ts'
import type { HttpAnswer, Peer, Stage, StageRedis } from './stage.ts'
import { VirtualPeer } from './virtual-peer.ts'

type Holder = NonNullable<Awaited<ReturnType<Credentials['verify']>>>

/** Credentials as plain text: signing is not what is tested. */
const PLAIN: Credentials = {
  issue: (actor) => Promise.resolve(Buffer.from(JSON.stringify({ firstIssuedAt: 0, ...actor })).toString('base64url')),
  verify: (token) => Promise.resolve(JSON.parse(Buffer.from(token, 'base64url').toString()) as Holder),
}

const SEAL = sealOf('proof')

/** Time goes on in such steps while an answer is waited for; otherwise from timer to timer. */
const STEP_MS = 5

/** A server that connects to Redis and waits for nothing but time is given some after so many turns of the event loop. */
const PATIENT_TURNS = 2_000

/** The calls of a store that change nothing. */
const READS = /^(read|find|list)/

/** More than a server keeps of one session. */
const FILLING_EVENTS = 1_100

/** A server's life between two crashes. */
interface Life {
  readonly process: Process
  readonly store: ShakyStore
  readonly link: RedisLink | null
  readonly core: Core
  readonly peers: Set<VirtualPeer>
  readonly ends: Set<() => void>
}

/** How a fault of the proof's own test changes the servers: their store, the texts that they send, what they tell Redis. */
export interface Fault {
  readonly store?: (store: Store) => Store
  readonly sent?: (text: string, path: string, reader: Reader, server: number) => string
  readonly link?: (link: RedisLink) => RedisLink
}

/** The parts below the servers of a stage. */
export interface Ground {
  readonly store: Store
  /** Without one nothing connects them, as while Redis is away. */
  readonly redis?: SharedRedis
}

/** Whole servers in this process over one store and, where there is one, over one real Redis. Time is virtual. */
export class VirtualStage implements Stage {
  readonly sessionId: string
  readonly servers: number
  readonly redis: StageRedis | null
  readonly #store: Store
  readonly #shared: SharedRedis | undefined
  readonly #clock = new VirtualClock()
  readonly #health: StoreHealth
  readonly #random: SeededRandom
  readonly #fault: Fault
  /** `null`: it starts. */
  readonly #lives: (Life | null)[] = []
  readonly #lines: string[] = []
  readonly #readers = new Map<string, Reader>()
  #underWay = 0
  readonly #onAnswered: (() => void)[] = []
  /** Requests without an answer, except polls that wait. */
  #asked = 0
  /** Servers that connect to Redis, and turns of the event loop in which none of them got further. */
  #connecting = 0
  #idleTurns = 0
  #ids = 0

  private constructor({ store, redis }: Ground, session: Session, seed: number, servers: number, fault: Fault) {
    this.#random = new SeededRandom(seed).fork()
    const [slowestMs, failures] = [this.#random.pick([0, 5, 40]), this.#random.pick([0, 0, 0.01])]
    // Over a real Redis no run is exactly like another, and a head check that fails takes another half second.
    this.#health = { slowestMs, failures: redis === undefined ? failures : 0 }
    this.sessionId = session.id
    this.servers = servers
    this.#fault = fault
    const counted = this.#counted(store)
    this.#store = fault.store?.(counted) ?? counted
    this.#shared = redis
    this.redis = redis === undefined ? null : this.#redisOf(redis)
  }

  static async open(ground: Ground, session: Session, seed: number, servers: number, fault: Fault = {}): Promise<VirtualStage> {
    const stage = new VirtualStage(ground, session, seed, servers, fault)
    await stage.drive(Promise.all(Array.from({ length: servers }, (_, server) => stage.#boot(server))))
    return stage
  }

  now(): number {
    return this.#clock.now()
  }

  async token(reader: Reader): Promise<string> {
    const token = await PLAIN.issue({ ...reader, sessionId: this.sessionId, name: credentialNameOf(reader) })
    this.#readers.set(token, reader)
    return token
  }

  request(server: number, path: string, token: string | null, init: RequestInit = {}): Promise<HttpAnswer | null> {
    const life = this.#lives[server] ?? null
    if (life === null) return Promise.resolve(null)
    const headers = { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) }
    const weight = path.includes('wait=') ? 0 : 1
    this.#asked += weight
    return new Promise((resolve) => {
      const finish = (answer: HttpAnswer | null) => {
        if (!life.ends.delete(broken)) return
        this.#asked -= weight
        resolve(answer)
      }
      const broken = () => finish(null)
      life.ends.add(broken)
      void (async () => {
        const response = await life.core.http.request(path, { ...init, headers })
        finish({ status: response.status, text: this.#sent(await response.text(), path, token, server) })
      })().catch(broken)
    })
  }

  async open(server: number, token: string, position: Position | null, onFrame: (text: string) => void): Promise<Peer> {
    const life = this.#lives[server] ?? null
    const peer = new VirtualPeer((text) => onFrame(this.#sent(text, 'socket', token, server)))
    if (life === null) {
      peer.terminate()
      return peer
    }
    life.peers.add(peer)
    life.core.sockets.accept(this.sessionId, peer, peer)
    peer.say({ type: 'hello', token, position })
    await peer.whenAnswered()
    return peer
  }

  async drive<Result>(promise: Promise<Result>): Promise<Result> {
    let isSettled = false
    const settled = () => {
      isSettled = true
    }
    promise.then(settled, settled)
    for (;;) {
      await settle()
      if (isSettled) return promise
      // A real store and a real Redis answer in real time. Virtual time stands still meanwhile.
      await this.#whenAnswered()
      if (!(await this.#isHeld())) this.#clock.step(this.#asked > 0 ? this.#clock.now() + STEP_MS : Number.POSITIVE_INFINITY)
      if (this.#asked > 0) await turn()
    }
  }

  pass(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.setTimer(ms, resolve)
    })
  }

  async crash(server: number): Promise<void> {
    const life = this.#lives[server] as Life
    this.#kill(life)
    const booting = this.#boot(server)
    for (const peer of life.peers) peer.terminate()
    for (const end of life.ends) end()
    await booting
  }

  async fill(): Promise<void> {
    const actor = { sessionId: this.sessionId, id: 'host', name: 'Host', role: 'host' } as const
    const commands = Array.from({ length: FILLING_EVENTS }, (_, index) => {
      const key = `key-of-the-filling-${index}`
      return { kind: 'changeSession' as const, actor, key, bodyHash: key, change: { title: `title ${index}` } }
    })
    const newIds = commands.map(({ key }) => key)
    const now = new Date(this.#clock.wallTime()).toISOString()
    await untilAnswered(() => this.#store.append(this.sessionId, { commands, now, newIds }))
    for (let server = 0; server < this.servers; server += 1) await this.crash(server)
  }

  calm(): void {
    this.#health.failures = 0
    this.redis?.setAway(false)
  }

  logLines(): readonly string[] {
    return this.#lines
  }

  /** Ends every server, as a crash does. */
  async end(): Promise<void> {
    for (const life of this.#lives) if (life !== null) this.#kill(life)
    await this.#shared?.empty()
  }

  #kill({ process, store, link }: Life): void {
    process.kill()
    store.abandon()
    void link?.close()
  }

  /** Waits for what is under way, without keeping the processor from the one who answers. */
  async #whenAnswered(): Promise<void> {
    if (this.#underWay > 0) await new Promise<void>((resolve) => this.#onAnswered.push(resolve))
    if (this.#shared?.tap.isQuiet === false) await this.#shared.tap.whenMoved()
  }

  /** Whether virtual time stands still: a store or Redis has not answered, or a message of Redis is on its way. */
  async #isHeld(): Promise<boolean> {
    const tap = this.#shared?.tap
    if (tap === undefined) return this.#underWay > 0
    // The tap reads what the servers have just sent, and the servers what it has.
    await turn()
    await turn()
    if (!tap.isQuiet || this.#underWay > 0) {
      this.#idleTurns = 0
      return true
    }
    if (this.#connecting === 0 || tap.isAway) return false
    this.#idleTurns = (this.#idleTurns + 1) % PATIENT_TURNS
    return this.#idleTurns > 0
  }

  #redisOf({ tap, holdings }: SharedRedis): StageRedis {
    return {
      onCommand(listener) {
        tap.onCommand = listener
      },
      holdings,
      setAway(isAway) {
        tap.isAway = isAway
      },
    }
  }

  async #connect(process: Process): Promise<RedisLink | null> {
    if (this.#shared === undefined) return null
    this.#connecting += 1
    const link = await this.#shared.connect(process, `server-${(this.#ids += 1)}`).finally(() => {
      this.#connecting -= 1
    })
    return this.#fault.link?.(link) ?? link
  }

  #sent(text: string, path: string, token: string | null, server: number): string {
    const reader = this.#readers.get(token ?? '')
    return reader === undefined || this.#fault.sent === undefined ? text : this.#fault.sent(text, path, reader, server)
  }

  async #boot(server: number): Promise<void> {
    this.#lives[server] = null
    const process = new Process(this.#clock)
    const link = await this.#connect(process)
    const told = { onCommitted() {}, onFailure() {} }
    const store = new ShakyStore(this.#store, this.#clock, this.#random.fork(), this.#health, told)
    const log = (...said: unknown[]) => this.#lines.push(JSON.stringify(said))
    const core = assemble(
      {
        config: { ...readConfig({}), ...NO_LIMITS },
        store,
        secrets: { operatorToken: 'operator-token-of-the-proof', oneTimeKey: 'one-time-key', bodyKey: 'body-key-of-the-proof' },
        credentials: PLAIN,
        seal: SEAL,
        clock: process,
        ...(link === null ? {} : { redis: link }),
        random: { next: this.#random.next, id: () => `id${(this.#ids += 1)}-${this.sessionId}`, code: () => 'AAAAAA' },
        log: { error: log, warn: log, info: log, debug: log } as unknown as AppParts['log'],
        webRoot: import.meta.dirname,
        version: '0.0.0',
        guestUrl: () => 'http://wall.test',
      },
      () => 0,
    )
    core.start()
    this.#lives[server] = { process, store, link, core, peers: new Set(), ends: new Set() }
  }

  #counted(store: Store): Store {
    const count =
      (call: (...asked: never[]) => Promise<unknown>, name: string) =>
      async (...asked: never[]) => {
        this.#underWay += 1
        try {
          return await (READS.test(name) ? untilAnswered(() => call(...asked)) : call(...asked))
        } finally {
          this.#underWay -= 1
          for (const wake of this.#onAnswered.splice(0)) wake()
        }
      }
    return new Proxy(store, {
      get: (target, name: keyof Store) => count((target[name] as (...asked: never[]) => Promise<unknown>).bind(target), name),
    })
  }
}

/** Asks a real store again that a busy machine held up: what a failing store does is for `ShakyStore`. */
async function untilAnswered(ask: () => Promise<unknown>): Promise<unknown> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error
    }
  }
}

/** A turn of the event loop: what has arrived is read. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
