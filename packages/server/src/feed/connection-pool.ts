import { HEARTBEAT_MS } from '@guestwall/protocol'
import { type Clock, every, type Random } from '../domain/ports.ts'
import type { LiveSession } from './live-session.ts'
import type { Reader } from './reader.ts'
import { type FlushListener, SessionReaders } from './session-readers.ts'
import { pingFrame, textFrame } from './text-frame.ts'

/** Heartbeats are spread over this many turns, so that ten thousand do not fall into one instant. */
const HEARTBEAT_TURNS = 20
/** Silent for so long, a peer is gone: two heartbeats that it did not answer. */
const DEAD_AFTER_MS = 2 * HEARTBEAT_MS + 5_000
/** The longest a server that is going away takes to send its readers off. */
const MAX_DRAIN_MS = 20_000
/** How many readers a second another server can be asked to take on. */
const DRAIN_PER_SECOND = 200
/** What a restart takes at least: coming back earlier would find nobody. */
const MIN_RETURN_MS = 1_000

const HEARTBEAT = Buffer.concat([pingFrame(), textFrame('{"type":"heartbeat"}')])

/** A reader in the pool, with what tells whether its peer lives. */
export interface Connection {
  readonly reader: Reader
  /** When anything came from the peer, a pong included. */
  readonly lastHeardMs: number
}

interface Member {
  readonly connection: Connection
  readonly readers: SessionReaders
  /** `takenBytes` at the last turn: growth is a sign of life of a peer too slow to answer. */
  takenBytes: number
  takenAtMs: number
}

/** Every live connection of this server: by session for delivery, by turn for heartbeats. */
export class ConnectionPool {
  readonly #clock: Clock
  readonly #random: Random
  readonly #onFlush: FlushListener
  readonly #sessions = new Map<string, SessionReaders>()
  readonly #turns: Set<Member>[] = Array.from({ length: HEARTBEAT_TURNS }, () => new Set())
  #nextTurn = 0
  #size = 0

  constructor(clock: Clock, random: Random, onFlush: FlushListener) {
    this.#clock = clock
    this.#random = random
    this.#onFlush = onFlush
  }

  get size(): number {
    return this.#size
  }

  /** The sessions that somebody reads here. */
  sessionIds(): IterableIterator<string> {
    return this.#sessions.keys()
  }

  /** Delivers to the connection until the answer is called. `online` is the count that it is told first. */
  add(session: LiveSession, connection: Connection, online: number): () => void {
    let readers = this.#sessions.get(session.id)
    if (readers === undefined) {
      readers = new SessionReaders(session, this.#clock, this.#onFlush)
      readers.startOnline(online)
      this.#sessions.set(session.id, readers)
    }
    const member: Member = { connection, readers, takenBytes: 0, takenAtMs: this.#clock.now() }
    const turn = this.#turns[this.#size % HEARTBEAT_TURNS] as Set<Member>
    turn.add(member)
    this.#size += 1
    readers.add(connection.reader)
    return () => {
      if (!turn.delete(member)) return
      this.#size -= 1
      member.readers.remove(connection.reader)
      if (member.readers.size > 0) return
      member.readers.dispose()
      if (this.#sessions.get(session.id) === member.readers) this.#sessions.delete(session.id)
    }
  }

  tellOnline(sessionId: string, count: number): void {
    this.#sessions.get(sessionId)?.tellOnline(count)
  }

  /** Begins the heartbeats; the answer ends them. */
  start(): () => void {
    return every(this.#clock, HEARTBEAT_MS / HEARTBEAT_TURNS, () => {
      this.#beat(this.#turns[this.#nextTurn] as Set<Member>)
      this.#nextTurn = (this.#nextTurn + 1) % HEARTBEAT_TURNS
    })
  }

  #beat(turn: ReadonlySet<Member>): void {
    const now = this.#clock.now()
    for (const member of turn) {
      const { socket } = member.connection.reader
      if (socket.takenBytes > member.takenBytes) member.takenAtMs = now
      const livedAtMs = Math.max(member.connection.lastHeardMs, socket.unsentBytes > 0 ? member.takenAtMs : 0)
      member.takenBytes = socket.takenBytes
      if (now - livedAtMs > DEAD_AFTER_MS) socket.close(1001, 'silent')
      // A full socket has enough to read.
      else if (member.connection.reader.isOpen) socket.write(HEARTBEAT)
    }
  }

  /**
   * Sends everybody off, evenly, each told when to come back (CONN-6). Resolves when all were told. `force` resolving ends the
   * waiting: the rest is told at once.
   */
  async drain(force: Promise<void>): Promise<void> {
    const members = this.#turns.flatMap((turn) => [...turn])
    const windowMs = Math.min(MAX_DRAIN_MS, (members.length * 1000) / DRAIN_PER_SECOND)
    let isForced = false
    void force.then(() => {
      isForced = true
    })
    const stepMs = 50
    const steps = Math.max(1, Math.ceil(windowMs / stepMs))
    const perStep = Math.ceil(members.length / steps)
    while (members.length > 0) {
      for (const { connection } of members.splice(0, isForced ? members.length : perStep)) this.#sendOff(connection, windowMs)
      if (members.length > 0) await Promise.race([force, new Promise<void>((resolve) => this.#clock.setTimer(stepMs, resolve))])
    }
  }

  #sendOff({ reader }: Connection, windowMs: number): void {
    const reconnectInMs = Math.round(MIN_RETURN_MS + this.#random.next() * Math.max(windowMs, MIN_RETURN_MS))
    reader.socket.write(textFrame(JSON.stringify({ type: 'goodbye', reason: 'draining', reconnectInMs })))
    reader.socket.close(1001, 'draining')
  }
}
