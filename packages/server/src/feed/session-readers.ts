import { CLOSE, encodeEvents, encodeFrame, ONLINE_INTERVAL_MS, refusal } from '@guestwall/protocol'
import type { View } from '../log/decide/audience.ts'
import type { Clock } from '../domain/ports.ts'
import type { LiveSession } from './live-session.ts'
import type { Delivery, Reader } from './reader.ts'
import { textFrame } from './text-frame.ts'

/** Rounds of writes get this part of the time. The rest is for commands, and the events that they make share the next round. */
const ROUNDS_SHARE = 0.4
/** Events wait no longer for the next round. */
const MAX_WAIT_MS = 30
/** A round of writes to a large hall gives way after this long, so that no command waits for all of it. */
const SLICE_MS = 10
/** The shortest time that a timer waits. Everything that has arrived is read meanwhile. */
const GIVE_WAY_MS = 1
/** Readers between two looks at the clock: their writes take far less than a slice. */
const READERS_A_LOOK = 32

/** Readers who are told of a changed count in a second: five thousand are told every five seconds, while they come in. */
const COUNTS_A_SECOND = 1_000

const DELETED_FRAME = textFrame(
  encodeFrame({ type: 'error', ...refusal('session_not_found', { detail: 'The host has deleted this session.' }) }),
)
const REMOVED_FRAME = textFrame(encodeFrame({ type: 'error', ...refusal('removed') }))

/** Frames that are kept until the next round: readers who come back at once were cut at few positions. */
const SHARED_FRAMES = 16

interface SharedFrame {
  readonly view: View
  readonly from: number
  readonly head: number
  readonly to: number
  readonly bytes: Buffer
}

/** A round of writes: every reader gets what it lacks. */
interface Round {
  readonly rest: IterableIterator<Reader>
  /** Where the log ended when it began. */
  readonly head: number
  /** The online count that it tells; `null` if a change of it waited when the round began. */
  readonly online: number | null
  /** The time of its slices. */
  workedMs: number
}

/** What the rounds of writes of one session tell. */
export interface RoundListener {
  /**
   * The next round begins at `atMs`, by the clock of the server, and takes along what comes until then. At the start of a round it is an estimate, at its
   * end it is known.
   */
  onPaced(atMs: number): void
  /** A round has ended, for the metrics. */
  onFlushed(readers: number, tookMs: number): void
}

/**
 * The readers of one session. Each has a position, and delivery moves every position to the head. Readers at the same position share one
 * frame. Readers further behind get slices of the ring, or pages of the store: catch-up and live delivery are one path.
 */
export class SessionReaders implements Delivery {
  readonly #session: LiveSession
  /** The epoch that the readers' positions belong to. */
  #epoch: string
  readonly #clock: Clock
  readonly #listener: RoundListener
  readonly #readers = new Set<Reader>()
  /** The last frames, the newest first. */
  #shared: SharedFrame[] = []
  readonly #unsubscribe: () => void
  #cancelFlush: (() => void) | null = null
  #coalesceUntilMs = 0
  #online = 0
  #onlineFrame: { readonly count: number; readonly bytes: Buffer } | null = null
  /** The last round and the wait after it. */
  #cycleMs = 0
  /** Set while a change of the count waits for its round. */
  #cancelOnline: (() => void) | null = null

  constructor(session: LiveSession, clock: Clock, listener: RoundListener) {
    this.#session = session
    this.#epoch = session.epoch
    this.#clock = clock
    this.#listener = listener
    this.#unsubscribe = session.onAdvance(() => this.#scheduleFlush())
  }

  get size(): number {
    return this.#readers.size
  }

  get sessionId(): string {
    return this.#session.id
  }

  get session(): LiveSession {
    return this.#session
  }

  [Symbol.iterator](): Iterator<Reader> {
    return this.#readers[Symbol.iterator]()
  }

  /** Adds a reader and keeps it at the head. The events that it has missed follow at once (SYNC-4). */
  add(reader: Reader): void {
    this.#readers.add(reader)
    reader.delivery = this
    this.deliver(reader)
  }

  remove(reader: Reader): void {
    this.#readers.delete(reader)
    reader.delivery = null
  }

  /** Closes the sockets of a guest whom a host has removed. Nothing more is written to them (PEOPLE-4). */
  expel(guestId: string): void {
    for (const reader of this.#readers) {
      if (reader.role !== 'guest' || reader.guestId !== guestId) continue
      this.remove(reader)
      reader.socket.write(REMOVED_FRAME)
      reader.socket.close(CLOSE.forbidden, 'removed')
    }
  }

  /** Closes every socket of a session that was deleted (DEL-2). */
  expelAll(): void {
    for (const reader of this.#readers) {
      this.remove(reader)
      reader.socket.write(DELETED_FRAME)
      reader.socket.close(CLOSE.noSuchSession, 'deleted')
    }
  }

  /** Sends the online count to every reader, at most once a second, and less often to a large hall; the latest count wins (ONLINE-3). */
  broadcastOnline(count: number): void {
    if (count === this.#online) return
    this.#online = count
    this.#cancelOnline ??= this.#clock.setTimer(ONLINE_INTERVAL_MS * Math.max(1, this.#readers.size / COUNTS_A_SECOND), () => {
      this.#cancelOnline = null
      if (this.#cancelFlush === null) this.#flush()
    })
  }

  /** Sets the count that a new reader gets. */
  setOnline(count: number): void {
    this.#online = count
  }

  dispose(): void {
    this.#unsubscribe()
    this.#cancelFlush?.()
    this.#cancelOnline?.()
  }

  /** On an idle wall the flush is immediate. After a flush, the next one waits, so that events share frames. */
  #scheduleFlush(): void {
    if (this.#session.epoch !== this.#epoch) {
      // Positions of another epoch are not valid (LOG-4): the clients reconnect and get a snapshot.
      const gone = [...this.#readers]
      // A client that reconnects while its old socket is still closing belongs to the new epoch.
      this.#readers.clear()
      this.#epoch = this.#session.epoch
      for (const reader of gone) {
        reader.delivery = null
        reader.socket.close(CLOSE.tryLater, 'epoch')
      }
      return
    }
    if (this.#cancelFlush !== null) return
    const waitMs = this.#coalesceUntilMs - this.#clock.now()
    if (waitMs <= 0) {
      this.#flush()
      return
    }
    this.#cancelFlush = this.#clock.setTimer(waitMs, () => {
      this.#cancelFlush = null
      this.#flush()
    })
  }

  #flush(): void {
    // Frames for the previous head are of no use to any reader.
    this.#shared = []
    this.#listener.onPaced(this.#clock.now() + this.#cycleMs)
    // The iterator sees the readers that come and go between its slices.
    this.#writeOn({
      rest: this.#readers.values(),
      head: this.#session.head,
      online: this.#cancelOnline === null ? this.#online : null,
      workedMs: 0,
    })
  }

  /** Writes for a slice of time. Commands are read before the next one. */
  #writeOn(round: Round): void {
    const startMs = this.#clock.now()
    let written = 0
    // The iterator goes on where the last slice has left it.
    for (const reader of round.rest) {
      this.deliver(reader)
      written += 1
      if (written % READERS_A_LOOK !== 0) continue
      const workedMs = this.#clock.now() - startMs
      if (workedMs < SLICE_MS) continue
      round.workedMs += workedMs
      this.#cancelFlush = this.#clock.setTimer(GIVE_WAY_MS, () => {
        this.#cancelFlush = null
        this.#writeOn(round)
      })
      return
    }
    this.#endRound(round, this.#clock.now() - startMs)
  }

  #endRound({ head, online, workedMs }: Round, lastMs: number): void {
    const tookMs = workedMs + lastMs
    const waitMs = Math.min(MAX_WAIT_MS, (tookMs * (1 - ROUNDS_SHARE)) / ROUNDS_SHARE)
    this.#cycleMs = tookMs + waitMs
    this.#coalesceUntilMs = this.#clock.now() + waitMs
    this.#listener.onPaced(this.#coalesceUntilMs)
    this.#listener.onFlushed(this.#readers.size, tookMs)
    // Readers that were written to first lack what came between the slices.
    if (this.#session.head > head || (this.#online !== online && this.#cancelOnline === null)) this.#scheduleFlush()
  }

  /** Writes to one reader until it is at the head or its socket is full. A drain calls this again. */
  deliver(reader: Reader): void {
    while (reader.position < this.#session.head && reader.isOpen) {
      const frame = this.#frame(reader)
      if (frame === null) {
        void this.#readFromStore(reader)
        return
      }
      reader.socket.write(frame.bytes)
      reader.position = frame.to
    }
    // A new reader gets its first count at once.
    const isCountDue = reader.writtenOnline === null || (reader.writtenOnline !== this.#online && this.#cancelOnline === null)
    if (isCountDue && reader.isOpen) this.#writeOnline(reader)
  }

  /** The next frame from this reader's position. Readers at the same position share it, except one with an event for its reader alone. */
  #frame(reader: Reader): SharedFrame | null {
    const { role, guestId, position } = reader
    const { head } = this.#session
    const view = this.#session.viewOf(role, guestId)
    if (this.#session.isAddressed(guestId, position)) return this.#newFrame(position, view, guestId)
    // Almost always it is the first one.
    for (let at = 0; at < this.#shared.length; at += 1) {
      const shared = this.#shared[at] as SharedFrame
      if (shared.from === position && shared.view === view && shared.head === head) return shared
    }
    const frame = this.#newFrame(position, view)
    if (frame !== null && this.#shared.unshift(frame) > SHARED_FRAMES) this.#shared.pop()
    return frame
  }

  #newFrame(from: number, view: View, guestId?: string): SharedFrame | null {
    const slice = this.#session.slice(from, view, guestId)
    return slice === null ? null : { view, from, head: this.#session.head, to: slice.to, bytes: textFrame(encodeEvents(slice)) }
  }

  async #readFromStore(reader: Reader): Promise<void> {
    reader.isReading = true
    try {
      const view = this.#session.viewOf(reader.role, reader.guestId)
      const slice = await this.#session.readPage(reader.position, view, reader.guestId)
      if (!this.#readers.has(reader)) return
      reader.socket.write(textFrame(encodeEvents(slice)))
      reader.position = slice.to
    } catch {
      // The position is kept: the client reconnects and resumes from it, on this or another server.
      reader.socket.close(CLOSE.tryLater, 'unavailable')
      return
    } finally {
      reader.isReading = false
    }
    this.deliver(reader)
  }

  #writeOnline(reader: Reader): void {
    const count = this.#online
    if (this.#onlineFrame?.count !== count) this.#onlineFrame = { count, bytes: textFrame(encodeFrame({ type: 'online', count })) }
    reader.writtenOnline = count
    reader.socket.write(this.#onlineFrame.bytes)
  }
}
