import { fileURLToPath } from 'node:url'
import type { Role, ServerFrame } from '@guestwall/protocol'
import { parseServerFrame } from '@guestwall/protocol/testing'
import { pino } from 'pino'
import { assemble, type Core } from '../app.ts'
import { sealOf } from '../audit/seal.ts'
import { type Config, readConfig } from '../config.ts'
import type { ReaderSocket } from '../feed/reader.ts'
import { createSession } from '../log/store.test-kit.ts'
import { systemRandom } from '../system.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import type { Store } from '../log/store.ts'
import { MemoryStore } from '../testing/memory-store.ts'
import type { PeerListener, PeerSocket } from './ws/peer-socket.ts'
import { Tokens } from './tokens.ts'

const SECRET = 'token-secret-of-this-test-only-32'

/** A peer of the WebSocket adapter, without a network: frames arrive at once, and it records all frames that it receives. */
export class FakePeer implements PeerSocket, ReaderSocket {
  readonly written: Buffer[] = []
  closed: { readonly code: number; readonly reason: string } | null = null
  isPaused = false
  unsentBytes = 0
  flushedBytes = 0
  #listener: PeerListener | null = null

  listen(listener: PeerListener): void {
    this.#listener = listener
  }
  pause(): void {
    this.isPaused = true
  }
  resume(): void {
    this.isPaused = false
  }
  pong(): void {}
  terminate(): void {
    this.#listener?.onClose(1006)
  }
  /** Answers the server's close. */
  answerClose(): void {
    this.#listener?.onClose(this.closed?.code ?? 1006)
  }
  write(frames: Buffer): void {
    if (this.closed === null) this.written.push(frames)
  }
  together(write: () => void): void {
    write()
  }
  close(code: number, reason: string): void {
    this.closed ??= { code, reason }
  }

  say(frame: object | string): void {
    this.#listener?.onMessage(Buffer.from(typeof frame === 'string' ? frame : JSON.stringify(frame)), false)
  }
  ping(): void {
    this.#listener?.onPing(Buffer.alloc(0))
  }
  drain(): void {
    this.unsentBytes = 0
    this.#listener?.onDrain()
  }

  get frames(): ServerFrame[] {
    return this.written.flatMap((bytes) => {
      const start = bytes[1] === 126 ? 4 : bytes[1] === 127 ? 10 : 2
      return bytes[0] === 0x81 ? [parseServerFrame(bytes.toString('utf8', start))] : []
    })
  }

  errors(): string[] {
    return this.frames.flatMap((frame) => (frame.type === 'error' ? [frame.code] : []))
  }
}

/** The methods of a store that read, by their names. */
const READS = /^(read|find|list)/

/** A store that counts its reads. */
class CountedStore {
  reads = 0
  readonly store: Store

  constructor(store: Store) {
    this.store = new Proxy(store, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...args: unknown[]) => unknown
        return (...args: unknown[]) => {
          if (READS.test(String(name))) this.reads += 1
          return method.apply(target, args)
        }
      },
    })
  }
}

/** The server's adapters over a store in memory and a manual clock, with the default limits. */
export class Edge {
  readonly clock: VirtualClock
  readonly core: Core
  readonly sessionId: string
  readonly #tokens: Tokens
  readonly #counted: CountedStore

  private constructor(config: Partial<Config>, counted: CountedStore, sessionId: string, clock: VirtualClock) {
    this.clock = clock
    this.#counted = counted
    this.#tokens = new Tokens(SECRET, 1, this.clock)
    this.sessionId = sessionId
    this.core = assemble(
      {
        config: { ...readConfig({ FILTER: 'off' }), ...config },
        store: counted.store,
        secrets: {
          operatorToken: 'operator-token-of-this-test',
          oneTimeKey: 'one-time-key-of-this-test',
          bodyKey: 'body-key-of-this-test',
        },
        credentials: this.#tokens,
        seal: sealOf(SECRET),
        clock: this.clock,
        random: systemRandom,
        log: pino({ level: 'silent' }),
        webRoot: fileURLToPath(new URL('.', import.meta.url)),
        version: '0.0.0',
        guestUrl: () => 'http://localhost',
      },
      () => 0,
    )
  }

  static async open(config: Partial<Config> = {}): Promise<Edge> {
    const store = new MemoryStore()
    return new Edge(config, new CountedStore(store), (await createSession(store)).id, new VirtualClock())
  }

  /** How often the store was read so far, by all servers. */
  get reads(): number {
    return this.#counted.reads
  }

  /** Another server of the same store, which gets nothing from this one: as without Redis. */
  beside(): Edge {
    return new Edge({}, this.#counted, this.sessionId, this.clock)
  }

  /** The id of one more session. */
  async openSession(): Promise<string> {
    return (await createSession(this.#counted.store)).id
  }

  token(id: string, role: Role = 'guest', sessionId = this.sessionId): Promise<string> {
    return this.#tokens.issue({ sessionId, id, name: id, role })
  }

  /** A socket that has sent nothing yet. */
  connect(address = '192.0.2.1'): FakePeer {
    const peer = new FakePeer()
    this.core.sockets.accept(this.sessionId, peer, peer, address)
    return peer
  }

  /** A socket that has sent `hello` and has its answer: `welcome` or a close. */
  async join(token: string, address?: string): Promise<FakePeer> {
    const peer = this.connect(address)
    peer.say({ type: 'hello', token })
    await until(() => peer.closed !== null || peer.frames.length > 0)
    return peer
  }

  async request(path: string, token: string | null, init: RequestInit = {}): Promise<Response> {
    const headers = { ...(token === null ? {} : { authorization: `Bearer ${token}` }), 'content-type': 'application/json' }
    return this.core.http.request(path, { ...init, headers })
  }
}

/** Runs the event loop until the condition holds; the test's own time limit ends the wait. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate)
}
