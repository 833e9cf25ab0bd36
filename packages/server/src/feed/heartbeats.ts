import { encodeFrame, HEARTBEAT_MS, type Role, WATCHED_HEARTBEAT_MS } from '@guestwall/protocol'
import { type Clock, every } from '../domain/ports.ts'
import type { Reader } from './reader.ts'
import { pingFrame, textFrame } from './text-frame.ts'

/** Guests are split into this many groups; each group gets its heartbeat at another moment, so that ten thousand are not sent at once. */
const GUEST_GROUPS = HEARTBEAT_MS / WATCHED_HEARTBEAT_MS
/** A peer is considered gone after this silence: two heartbeats of a guest without an answer. */
const DEAD_AFTER_MS = 2 * HEARTBEAT_MS + 5_000
/** A watched peer is considered gone after so many heartbeats without an answer (CONN-10). Counted, because a server that was busy has sent none. */
const DEAD_AFTER_BEATS = 5
/** Before the first answer the round trip is not known: a watched peer has this many heartbeats more. */
const FIRST_BEATS = 5

const HEARTBEAT = Buffer.concat([pingFrame(), textFrame(encodeFrame({ type: 'heartbeat' }))])

/** The interval of the heartbeats for a reader of this role (CONN-10). */
export function heartbeatMsOf(role: Role): number {
  return role === 'guest' ? HEARTBEAT_MS : WATCHED_HEARTBEAT_MS
}

/** A connection as the heartbeats see it. */
export interface Peer {
  readonly reader: Reader
  /** When the peer last sent anything, pongs included. */
  readonly lastActivityMs: number
  /** What the heartbeats know of it; they alone set it. `null`: it gets none. */
  pulse: Pulse | null
  /** Closes the socket of a peer that is gone, and releases what it holds at once: such a peer does not answer a close. */
  expire(): void
}

/** A peer at its heartbeats. */
export interface Pulse {
  /** The peers that get theirs at the same moment. */
  readonly group: Set<Peer>
  /** `flushedBytes` at the last heartbeat. While it grows, a slow peer that has not answered yet is still alive. */
  flushedBytes: number
  lastProgressMs: number
  /** `lastActivityMs` at the last heartbeat. */
  seenMs: number
  /** Heartbeats since then. */
  unanswered: number
}

/** Sends heartbeats, a twentieth of the guests and all others at each beat, and ends the connections whose peer is silent. */
export class Heartbeats {
  readonly #clock: Clock
  readonly #watched = new Set<Peer>()
  readonly #guests: readonly Set<Peer>[] = Array.from({ length: GUEST_GROUPS }, () => new Set<Peer>())
  #nextGroup = 0
  #added = 0
  #size = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get size(): number {
    return this.#size
  }

  /** Every peer that gets heartbeats. */
  peers(): Peer[] {
    return [this.#watched, ...this.#guests].flatMap((group) => [...group])
  }

  /** The peer gets heartbeats until `remove`. */
  add(peer: Peer): void {
    const group = peer.reader.role === 'guest' ? (this.#guests[(this.#added += 1) % GUEST_GROUPS] as Set<Peer>) : this.#watched
    group.add(peer)
    peer.pulse = { group, flushedBytes: 0, lastProgressMs: this.#clock.now(), seenMs: peer.lastActivityMs, unanswered: -FIRST_BEATS }
    this.#size += 1
  }

  /** Whether the peer was there. */
  remove(peer: Peer): boolean {
    if (peer.pulse?.group.delete(peer) !== true) return false
    peer.pulse = null
    this.#size -= 1
    return true
  }

  /** Starts the beats; the returned function stops them. */
  start(): () => void {
    return every(this.#clock, WATCHED_HEARTBEAT_MS, () => {
      for (const peer of this.#guests[this.#nextGroup] as Set<Peer>) this.#beat(peer, Number.POSITIVE_INFINITY)
      for (const peer of this.#watched) this.#beat(peer, DEAD_AFTER_BEATS)
      this.#nextGroup = (this.#nextGroup + 1) % GUEST_GROUPS
    })
  }

  #beat(peer: Peer, mostUnanswered: number): void {
    const { pulse } = peer
    if (pulse === null) return
    const now = this.#clock.now()
    const { seenMs } = pulse
    const { socket, isOpen } = peer.reader
    if (socket.flushedBytes > pulse.flushedBytes) pulse.lastProgressMs = now
    const isQueued = socket.unsentBytes > 0
    const activeAtMs = Math.max(peer.lastActivityMs, isQueued ? pulse.lastProgressMs : 0)
    pulse.flushedBytes = socket.flushedBytes
    pulse.seenMs = peer.lastActivityMs
    if (pulse.seenMs !== seenMs || isQueued) pulse.unanswered = 0
    if (pulse.unanswered >= mostUnanswered || now - activeAtMs > DEAD_AFTER_MS) return peer.expire()
    pulse.unanswered += 1
    // A full socket gets no heartbeat: it has data to read.
    if (isOpen) socket.write(HEARTBEAT)
  }
}
