import { encodeFrame } from '@guestwall/protocol'
import type { Clock, Random } from '../domain/ports.ts'
import { Emitter, type Signal } from '../domain/signal.ts'
import { Heartbeats, type Peer } from './heartbeats.ts'
import type { LiveSession } from './live-session.ts'
import { SessionReaders } from './session-readers.ts'
import { textFrame } from './text-frame.ts'

/** The longest that a server spreads its goodbyes over before it stops. */
const MAX_DRAIN_MS = 20_000
/** Readers a second that the remaining servers can take over. */
const DRAIN_PER_SECOND = 200
/** A restart takes at least this long. An earlier reconnect would fail. */
const MIN_RETURN_MS = 1_000

/** One shared frame was offered to so many readers. */
export interface Flush {
  readonly readers: number
  readonly tookMs: number
}

/** The next round of writes to the readers of a session begins at this time, and takes along what is committed until then. */
export interface Pace {
  readonly sessionId: string
  /** By the clock of this server. */
  readonly atMs: number
}

/** Every live connection of this server: by session for delivery, and watched by heartbeats. */
export class ConnectionPool {
  readonly #clock: Clock
  readonly #random: Random
  readonly #flushed = new Emitter<Flush>()
  readonly #paced = new Emitter<Pace>()
  readonly #sessions = new Map<string, SessionReaders>()
  readonly #heartbeats: Heartbeats

  constructor(clock: Clock, random: Random) {
    this.#clock = clock
    this.#random = random
    this.#heartbeats = new Heartbeats(clock)
  }

  /** Every round of writes of one session. */
  get flushed(): Signal<Flush> {
    return this.#flushed
  }

  /** When the next round of writes of a session begins, told with each round. */
  get paced(): Signal<Pace> {
    return this.#paced
  }

  get size(): number {
    return this.#heartbeats.size
  }

  /** The sessions with at least one reader on this server. */
  sessionIds(): IterableIterator<string> {
    return this.#sessions.keys()
  }

  /** The readers of a session on this server; `undefined`: it has none. */
  readersOf(sessionId: string): SessionReaders | undefined {
    return this.#sessions.get(sessionId)
  }

  /** Delivers to the connection until `remove`. `online` is the first count that it gets. */
  add(session: LiveSession, connection: Peer, online: number): void {
    let readers = this.#sessions.get(session.id)
    if (readers === undefined) {
      readers = new SessionReaders(session, this.#clock, {
        onPaced: (atMs) => this.#paced.emit({ sessionId: session.id, atMs }),
        onFlushed: (readers, tookMs) => this.#flushed.emit({ readers, tookMs }),
      })
      readers.setOnline(online)
      this.#sessions.set(session.id, readers)
    }
    this.#heartbeats.add(connection)
    readers.add(connection.reader)
  }

  /** Does nothing for a connection that is not in the pool. */
  remove(sessionId: string, connection: Peer): void {
    if (!this.#heartbeats.remove(connection)) return
    const readers = this.#sessions.get(sessionId)
    if (readers === undefined) return
    readers.remove(connection.reader)
    if (readers.size > 0) return
    readers.dispose()
    this.#sessions.delete(sessionId)
  }

  /** Closes the sockets of a guest whom a host has removed. */
  expel(sessionId: string, guestId: string): void {
    this.#sessions.get(sessionId)?.expel(guestId)
  }

  /** Closes the sockets of a session that was deleted. */
  expelAll(sessionId: string): void {
    this.#sessions.get(sessionId)?.expelAll()
  }

  broadcastOnline(sessionId: string, count: number): void {
    this.#sessions.get(sessionId)?.broadcastOnline(count)
  }

  /** Starts the heartbeats; the returned function stops them. */
  start(): () => void {
    return this.#heartbeats.start()
  }

  /**
   * Closes all connections, spread evenly; each goodbye says when to reconnect (CONN-6). Resolves when all are closed. When `force`
   * resolves, the rest is closed at once.
   */
  async drain(force: Promise<void>): Promise<void> {
    const members = [...this.#heartbeats.peers()]
    const windowMs = Math.min(MAX_DRAIN_MS, (members.length * 1000) / DRAIN_PER_SECOND)
    let isForced = false
    void force.then(() => {
      isForced = true
    })
    const stepMs = 50
    const steps = Math.max(1, Math.ceil(windowMs / stepMs))
    const perStep = Math.ceil(members.length / steps)
    while (members.length > 0) {
      for (const connection of members.splice(0, isForced ? members.length : perStep)) this.#drainConnection(connection, windowMs)
      if (members.length > 0) await Promise.race([force, new Promise<void>((resolve) => this.#clock.setTimer(stepMs, resolve))])
    }
  }

  #drainConnection({ reader }: Peer, windowMs: number): void {
    const reconnectInMs = Math.round(MIN_RETURN_MS + this.#random.next() * Math.max(windowMs, MIN_RETURN_MS))
    reader.socket.write(textFrame(encodeFrame({ type: 'goodbye', reason: 'draining', reconnectInMs })))
    reader.socket.close(1001, 'draining')
  }
}
