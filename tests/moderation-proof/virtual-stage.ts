import type { Position, Session } from '@guestwall/protocol'
import { settle, VirtualClock } from '@guestwall/protocol/testing'
import { type AppParts, assemble, type Core, type Credentials, readConfig, sealOf, type Store } from '@guestwall/server'
import { Process } from '../simulation/process.ts'
import { ShakyStore, type StoreHealth } from '../simulation/shaky-store.ts'
import { NO_LIMITS } from '../support/no-limits.ts'
import { SeededRandom } from '../support/seeded-random.ts'
import type { Reader } from './history.ts'
import type { HttpAnswer, Peer, Stage } from './stage.ts'
import { VirtualPeer } from './virtual-peer.ts'

type Holder = NonNullable<Awaited<ReturnType<Credentials['verify']>>>

/** Credentials as plain text: signing is not what is tested. */
const PLAIN: Credentials = {
  issue: (actor) => Promise.resolve(Buffer.from(JSON.stringify({ firstIssuedAt: 0, ...actor })).toString('base64url')),
  verify: (token) => Promise.resolve(JSON.parse(Buffer.from(token, 'base64url').toString()) as Holder),
}

/** Time goes on in such steps while an answer is waited for; otherwise from timer to timer. */
const STEP_MS = 5

/** More than a server keeps of one session. */
const FILLING_EVENTS = 1_100

/** A server's life between two crashes. */
interface Life {
  readonly process: Process
  readonly store: ShakyStore
  readonly core: Core
  readonly peers: Set<VirtualPeer>
  readonly ends: Set<() => void>
}

/** How a fault of the proof's own test changes a server: its store, the texts that it sends, or both. */
export interface Fault {
  readonly store?: (store: Store) => Store
  readonly sent?: (text: string, path: string, reader: Reader) => string
}

/** Whole servers in this process over one store, with virtual time. They hear nothing of each other, as while Redis is away. */
export class VirtualStage implements Stage {
  readonly sessionId: string
  readonly servers: number
  readonly #store: Store
  readonly #clock = new VirtualClock()
  readonly #health: StoreHealth
  readonly #random: SeededRandom
  readonly #fault: Fault
  readonly #lives: Life[] = []
  readonly #lines: string[] = []
  readonly #readers = new Map<string, Reader>()
  #underWay = 0
  /** Requests without an answer, except polls that wait. */
  #asked = 0
  #ids = 0

  constructor(store: Store, session: Session, seed: number, servers: number, fault: Fault = {}) {
    this.#random = new SeededRandom(seed).fork()
    this.#health = { slowestMs: this.#random.pick([0, 5, 40]), failures: this.#random.pick([0, 0, 0.01]) }
    this.sessionId = session.id
    this.servers = servers
    this.#fault = fault
    const counted = this.#counted(store)
    this.#store = fault.store?.(counted) ?? counted
    for (let server = 0; server < servers; server += 1) this.#lives[server] = this.#boot()
  }

  now(): number {
    return this.#clock.now()
  }

  async token(reader: Reader): Promise<string> {
    const token = await PLAIN.issue({ ...reader, sessionId: this.sessionId, name: reader.id })
    this.#readers.set(token, reader)
    return token
  }

  request(server: number, path: string, token: string | null, init: RequestInit = {}): Promise<HttpAnswer | null> {
    const life = this.#lives[server] as Life
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
        finish({ status: response.status, text: this.#sent(await response.text(), path, token) })
      })().catch(broken)
    })
  }

  async open(server: number, token: string, position: Position | null, onFrame: (text: string) => void): Promise<Peer> {
    const life = this.#lives[server] as Life
    const peer = new VirtualPeer((text) => onFrame(this.#sent(text, 'socket', token)))
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
      // A real store answers in real time. Virtual time stands still meanwhile.
      if (this.#underWay === 0) this.#clock.step(this.#asked > 0 ? this.#clock.now() + STEP_MS : Number.POSITIVE_INFINITY)
      if (this.#underWay > 0 || this.#asked > 0) await new Promise(setImmediate)
    }
  }

  pass(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.setTimer(ms, resolve)
    })
  }

  crash(server: number): Promise<void> {
    const life = this.#lives[server] as Life
    life.process.kill()
    life.store.abandon()
    this.#lives[server] = this.#boot()
    for (const peer of life.peers) peer.terminate()
    for (const end of life.ends) end()
    return Promise.resolve()
  }

  async fill(): Promise<void> {
    const actor = { sessionId: this.sessionId, id: 'host', name: 'Host', role: 'host' } as const
    const commands = Array.from({ length: FILLING_EVENTS }, (_, index) => {
      const key = `key-of-the-filling-${index}`
      return { kind: 'changeSession' as const, actor, key, bodyHash: key, change: { title: `title ${index}` } }
    })
    const newIds = commands.map(({ key }) => key)
    await this.#store.append(this.sessionId, { commands, now: new Date(this.#clock.wallTime()).toISOString(), newIds })
    for (let server = 0; server < this.servers; server += 1) await this.crash(server)
  }

  calm(): void {
    this.#health.failures = 0
  }

  logLines(): readonly string[] {
    return this.#lines
  }

  /** Ends every server, as a crash does. */
  end(): void {
    for (const life of this.#lives) {
      life.process.kill()
      life.store.abandon()
    }
  }

  #sent(text: string, path: string, token: string | null): string {
    const reader = this.#readers.get(token ?? '')
    return reader === undefined || this.#fault.sent === undefined ? text : this.#fault.sent(text, path, reader)
  }

  #boot(): Life {
    const process = new Process(this.#clock)
    const told = { onCommitted() {}, onFailure() {} }
    const store = new ShakyStore(this.#store, this.#clock, this.#random.fork(), this.#health, told)
    const log = (...said: unknown[]) => this.#lines.push(JSON.stringify(said))
    const core = assemble(
      {
        config: { ...readConfig({}), ...NO_LIMITS },
        store,
        secrets: { operatorToken: 'operator-token-of-the-proof', oneTimeKey: 'one-time-key', bodyKey: 'body-key-of-the-proof' },
        credentials: PLAIN,
        seal: sealOf('proof'),
        clock: process,
        random: { next: this.#random.next, id: () => `id${(this.#ids += 1)}-${this.sessionId}`, code: () => 'AAAAAA' },
        log: { error: log, warn: log, info: log, debug: log } as unknown as AppParts['log'],
        webRoot: import.meta.dirname,
        version: '0.0.0',
        guestUrl: () => 'http://wall.test',
      },
      () => 0,
    )
    core.start()
    return { process, store, core, peers: new Set(), ends: new Set() }
  }

  #counted(store: Store): Store {
    const count = <Call extends (...asked: never[]) => Promise<unknown>>(call: Call) =>
      ((...asked: never[]) => {
        this.#underWay += 1
        return call(...asked).finally(() => {
          this.#underWay -= 1
        })
      }) as Call
    return new Proxy(store, {
      get: (target, name: keyof Store) => count((target[name] as (...asked: never[]) => Promise<unknown>).bind(target)),
    })
  }
}
