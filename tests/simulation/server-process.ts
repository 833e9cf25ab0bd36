import { CODE_ALPHABET, CODE_LENGTH, ModerationSchema } from '@guestwall/protocol'
import { type AppParts, assemble, type Core, type Credentials, type Random, readConfig, sealOf, type Store } from '@guestwall/server'
import type { SeededRandom } from '../support/seeded-random.ts'
import { Process } from './process.ts'
import { ShakyStore, type StoreHealth } from './shaky-store.ts'
import type { SimulatedSocket } from './simulated-socket.ts'
import type { VirtualClock } from '@guestwall/protocol/testing'

export const OPERATOR_TOKEN = 'operator-token-of-the-simulation'

type Holder = NonNullable<Awaited<ReturnType<Credentials['verify']>>>
type Log = AppParts['log']

/** Credentials as plain text: signing is not what a simulation tests. */
const PLAIN: Credentials = {
  issue: (actor) => Promise.resolve(Buffer.from(JSON.stringify({ firstIssuedAt: 0, ...actor })).toString('base64url')),
  verify: (token) => Promise.resolve(readActor(token)),
}

function readActor(token: string): Holder | null {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as Holder
  } catch {
    return null
  }
}

/** A server's life between two crashes. */
interface Life {
  readonly process: Process
  readonly store: ShakyStore
  readonly core: Core
  readonly sockets: Set<SimulatedSocket>
  /** Ends the exchanges under way, as a dead server does. */
  readonly exchanges: Set<() => void>
  isDraining: boolean
}

/** The time in which peers answer the closes of a draining server. */
const FAREWELL_MS = 4_000

export interface ServerParts {
  readonly time: VirtualClock
  readonly random: SeededRandom
  readonly store: Store
  readonly health: StoreHealth
  readonly postsPerMinute: number
  readonly onCommitted: ConstructorParameters<typeof ShakyStore>[4]['onCommitted']
  readonly onFailure: () => void
}

/** An HTTP answer on its way. `null`: the connection broke. */
export type Answer = { readonly status: number; readonly type: string; readonly text: string } | null

/** The one server: a core over a store that outlives it. */
export class ServerProcess {
  readonly #parts: ServerParts
  readonly #random: Random
  #life: Life | null = null

  constructor(parts: ServerParts) {
    this.#parts = parts
    this.#random = randomOf(parts.random.fork())
  }

  get isUp(): boolean {
    return this.#life !== null
  }

  boot(): void {
    if (this.#life !== null) return
    const { time, random, store: inner, health, postsPerMinute, onCommitted, onFailure } = this.#parts
    const process = new Process(time)
    const store = new ShakyStore(inner, time, random.fork(), health, { onCommitted, onFailure })
    const core = assemble(
      {
        config: { ...readConfig({ FILTER: 'off' }), GUEST_POSTS_PER_MINUTE: postsPerMinute },
        store,
        secrets: { operatorToken: OPERATOR_TOKEN, oneTimeKey: 'one-time-key', bodyKey: 'body-key-of-the-tests' },
        credentials: PLAIN,
        seal: sealOf('simulation'),
        clock: process,
        random: this.#random,
        log: { error() {}, warn() {} } as unknown as Log,
        // Any folder: nobody asks for a page.
        webRoot: import.meta.dirname,
        version: '0.0.0',
        // The log knows approval, though no console has a queue for it yet.
        moderations: ModerationSchema.options,
        guestUrl: () => 'http://wall.test',
      },
      () => 0,
    )
    core.start()
    this.#life = { process, store, core, sockets: new Set(), exchanges: new Set(), isDraining: false }
  }

  /** Everything but the store is lost at once. Some peers hear of it. */
  crash(): void {
    const life = this.#life
    if (life === null) return
    this.#life = null
    life.process.kill()
    life.store.abandon()
    for (const socket of life.sockets) socket.cut(this.#parts.random.is(0.7) ? 'client' : 'nobody')
    for (const end of life.exchanges) end()
  }

  /** Sends everybody off in good order, then is gone. */
  async drain(): Promise<void> {
    const life = this.#life
    if (life === null || life.isDraining) return
    life.isDraining = true
    await life.core.drain(new Promise(() => {}))
    this.#parts.time.setTimer(FAREWELL_MS, () => {
      if (this.#life === life) this.crash()
    })
  }

  accept(sessionId: string, socket: SimulatedSocket): void {
    const life = this.#life
    if (life === null || life.isDraining) return socket.refuse()
    for (const old of life.sockets) if (old.isOver) life.sockets.delete(old)
    life.sockets.add(socket)
    socket.accept((peer, reader) => life.core.sockets.accept(sessionId, peer, reader))
  }

  /** Answers once, also when it dies meanwhile. `gone` ends a long poll. */
  exchange(path: string, init: RequestInit, answer: (answer: Answer) => void): void {
    const life = this.#life
    if (life === null) return answer(null)
    const finish = (text: Answer) => {
      if (!life.exchanges.delete(broken)) return
      answer(text)
    }
    const broken = () => finish(null)
    life.exchanges.add(broken)
    void read(life.core, path, init).then(finish, broken)
  }
}

async function read(core: Core, path: string, init: RequestInit): Promise<Answer> {
  const response = await core.http.request(path, init)
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() }
}

function randomOf(random: SeededRandom): Random {
  let ids = 0
  return {
    next: random.next,
    // Readable in a trace, and as unique as random makes the real ones.
    id: () => {
      ids += 1
      return `id${ids}-${random.int(0, 999_999)}`
    },
    code: () => Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET.charAt(random.int(0, CODE_ALPHABET.length - 1))).join(''),
  }
}
