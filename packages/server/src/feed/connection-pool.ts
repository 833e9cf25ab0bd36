import { encodeFrame, HEARTBEAT_MS } from '@guestwall/protocol'
import { type Clock, every, type Random } from '../domain/ports.ts'
import { Emitter, type Signal } from '../domain/signal.ts'
import type { LiveSession } from './live-session.ts'
import type { Reader } from './reader.ts'
import { SessionReaders } from './session-readers.ts'
import { pingFrame, textFrame } from './text-frame.ts'

/** Connections are split into this many groups; each group gets its heartbeat at another moment, so that ten thousand are not sent at once. */
const HEARTBEAT_GROUPS = 20
/** A peer is considered gone after this silence: two heartbeats without an answer. */
const DEAD_AFTER_MS = 2 * HEARTBEAT_MS + 5_000
/** The longest that a server spreads its goodbyes over before it stops. */
const MAX_DRAIN_MS = 20_000
/** Readers a second that the remaining servers can take over. */
const DRAIN_PER_SECOND = 200
/** A restart takes at least this long. An earlier reconnect would fail. */
const MIN_RETURN_MS = 1_000

const HEARTBEAT = Buffer.concat([pingFrame(), textFrame(encodeFrame({ type: 'heartbeat' }))])

/** A reader in the pool, and when its peer was last active. */
export interface Connection {
  readonly reader: Reader
  /** When the peer last sent anything, pongs included. */
  readonly lastActivityMs: number
}

interface Member {
  readonly connection: Connection
  readonly readers: SessionReaders
  /** `flushedBytes` at the last heartbeat. While it grows, a slow peer that has not answered yet is still alive. */
  flushedBytes: number
  lastProgressMs: number
}

/** One shared frame was offered to so many readers. */
export interface Flush {
  readonly readers: number
  readonly tookMs: number
}

/** Every live connection of this server: by session for delivery, by group for heartbeats. */
export class ConnectionPool {
  readonly #clock: Clock
  readonly #random: Random
  readonly #flushed = new Emitter<Flush>()
  readonly #sessions = new Map<string, SessionReaders>()
  readonly #groups: Set<Member>[] = Array.from({ length: HEARTBEAT_GROUPS }, () => new Set())
  #nextGroup = 0
  #size = 0

  constructor(clock: Clock, random: Random) {
    this.#clock = clock
    this.#random = random
  }

  /** Every round of writes of one session. */
  get flushed(): Signal<Flush> {
    return this.#flushed
  }

  get size(): number {
    return this.#size
  }

  /** The sessions with at least one reader on this server. */
  sessionIds(): IterableIterator<string> {
    return this.#sessions.keys()
  }

  /** Delivers to the connection until the returned function is called. `online` is the first count that it gets. */
  add(session: LiveSession, connection: Connection, online: number): () => void {
    let readers = this.#sessions.get(session.id)
    if (readers === undefined) {
      readers = new SessionReaders(session, this.#clock, (readers, tookMs) => this.#flushed.emit({ readers, tookMs }))
      readers.setOnline(online)
      this.#sessions.set(session.id, readers)
    }
    const member: Member = { connection, readers, flushedBytes: 0, lastProgressMs: this.#clock.now() }
    const group = this.#groups[this.#size % HEARTBEAT_GROUPS] as Set<Member>
    group.add(member)
    this.#size += 1
    readers.add(connection.reader)
    return () => {
      if (!group.delete(member)) return
      this.#size -= 1
      member.readers.remove(connection.reader)
      if (member.readers.size > 0) return
      member.readers.dispose()
      if (this.#sessions.get(session.id) === member.readers) this.#sessions.delete(session.id)
    }
  }

  /** Closes the sockets of a guest whom a host has removed. */
  expel(sessionId: string, guestId: string): void {
    this.#sessions.get(sessionId)?.expel(guestId)
  }

  broadcastOnline(sessionId: string, count: number): void {
    this.#sessions.get(sessionId)?.broadcastOnline(count)
  }

  /** Starts the heartbeats; the returned function stops them. */
  start(): () => void {
    return every(this.#clock, HEARTBEAT_MS / HEARTBEAT_GROUPS, () => {
      this.#beat(this.#groups[this.#nextGroup] as Set<Member>)
      this.#nextGroup = (this.#nextGroup + 1) % HEARTBEAT_GROUPS
    })
  }

  #beat(group: ReadonlySet<Member>): void {
    const now = this.#clock.now()
    for (const member of group) {
      const { socket } = member.connection.reader
      if (socket.flushedBytes > member.flushedBytes) member.lastProgressMs = now
      const activeAtMs = Math.max(member.connection.lastActivityMs, socket.unsentBytes > 0 ? member.lastProgressMs : 0)
      member.flushedBytes = socket.flushedBytes
      if (now - activeAtMs > DEAD_AFTER_MS) socket.close(1001, 'silent')
      // A full socket gets no heartbeat: it has data to read.
      else if (member.connection.reader.isOpen) socket.write(HEARTBEAT)
    }
  }

  /**
   * Closes all connections, spread evenly; each goodbye says when to reconnect (CONN-6). Resolves when all are closed. When `force`
   * resolves, the rest is closed at once.
   */
  async drain(force: Promise<void>): Promise<void> {
    const members = this.#groups.flatMap((turn) => [...turn])
    const windowMs = Math.min(MAX_DRAIN_MS, (members.length * 1000) / DRAIN_PER_SECOND)
    let isForced = false
    void force.then(() => {
      isForced = true
    })
    const stepMs = 50
    const steps = Math.max(1, Math.ceil(windowMs / stepMs))
    const perStep = Math.ceil(members.length / steps)
    while (members.length > 0) {
      for (const { connection } of members.splice(0, isForced ? members.length : perStep)) this.#drainConnection(connection, windowMs)
      if (members.length > 0) await Promise.race([force, new Promise<void>((resolve) => this.#clock.setTimer(stepMs, resolve))])
    }
  }

  #drainConnection({ reader }: Connection, windowMs: number): void {
    const reconnectInMs = Math.round(MIN_RETURN_MS + this.#random.next() * Math.max(windowMs, MIN_RETURN_MS))
    reader.socket.write(textFrame(encodeFrame({ type: 'goodbye', reason: 'draining', reconnectInMs })))
    reader.socket.close(1001, 'draining')
  }
}
