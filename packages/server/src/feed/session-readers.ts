import { CLOSE, encodeEvents, encodeFrame, ONLINE_INTERVAL_MS, refusal } from '@guestwall/protocol'
import type { View } from '../log/decide/audience.ts'
import type { Clock } from '../domain/ports.ts'
import type { LiveSession } from './live-session.ts'
import type { Reader } from './reader.ts'
import { textFrame } from './text-frame.ts'

/** On a busy wall, events are coalesced into one frame for at most this long. */
const MAX_COALESCE_MS = 30

const DELETED_FRAME = textFrame(
  encodeFrame({ type: 'error', ...refusal('session_not_found', { detail: 'The host has deleted this session.' }) }),
)
const REMOVED_FRAME = textFrame(encodeFrame({ type: 'error', ...refusal('removed') }))

interface SharedFrame {
  readonly from: number
  readonly head: number
  readonly to: number
  readonly bytes: Buffer
}

/** Called after each round of writes with the number of readers and the duration, for the metrics. */
export type FlushListener = (readers: number, tookMs: number) => void

/**
 * The readers of one session. Each has a position, and delivery moves every position to the head. Readers at the same position share one
 * frame. Readers further behind get slices of the ring, or pages of the store: catch-up and live delivery are one path.
 */
export class SessionReaders {
  readonly #session: LiveSession
  /** The epoch that the readers' positions belong to. */
  #epoch: string
  readonly #clock: Clock
  readonly #onFlush: FlushListener
  readonly #readers = new Set<Reader>()
  /** The last frame for each view. */
  readonly #shared = new Map<View, SharedFrame>()
  readonly #unsubscribe: () => void
  #cancelFlush: (() => void) | null = null
  #coalesceUntilMs = 0
  #online = 0
  #onlineFrame: Buffer = onlineFrame(0)
  #cancelOnline: (() => void) | null = null

  constructor(session: LiveSession, clock: Clock, onFlush: FlushListener) {
    this.#session = session
    this.#epoch = session.epoch
    this.#clock = clock
    this.#onFlush = onFlush
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
    reader.socket.onDrain(() => this.#flushReader(reader))
    this.#flushReader(reader)
  }

  remove(reader: Reader): void {
    this.#readers.delete(reader)
  }

  /** Closes the sockets of a guest whom a host has removed. Nothing more is written to them (PEOPLE-4). */
  expel(guestId: string): void {
    for (const reader of this.#readers) {
      if (reader.role !== 'guest' || reader.guestId !== guestId) continue
      this.#readers.delete(reader)
      reader.socket.write(REMOVED_FRAME)
      reader.socket.close(CLOSE.forbidden, 'removed')
    }
  }

  /** Closes every socket of a session that was deleted (DEL-2). */
  expelAll(): void {
    for (const reader of this.#readers) {
      this.#readers.delete(reader)
      reader.socket.write(DELETED_FRAME)
      reader.socket.close(CLOSE.noSuchSession, 'deleted')
    }
  }

  /** Sends the online count to every reader, at most once a second; the latest count wins (ONLINE-3). */
  broadcastOnline(count: number): void {
    if (count === this.#online) return
    this.#online = count
    this.#cancelOnline ??= this.#clock.setTimer(ONLINE_INTERVAL_MS, () => {
      this.#cancelOnline = null
      this.#onlineFrame = onlineFrame(this.#online)
      for (const reader of this.#readers) if (reader.isOpen) this.#writeOnline(reader)
    })
  }

  /** Sets the count that a new reader gets. */
  setOnline(count: number): void {
    this.#online = count
    this.#onlineFrame = onlineFrame(count)
  }

  dispose(): void {
    this.#unsubscribe()
    this.#cancelFlush?.()
    this.#cancelOnline?.()
  }

  /** On an idle wall the flush is immediate. After a flush, the next one waits as long as that flush took, so that events share frames. */
  #scheduleFlush(): void {
    if (this.#session.epoch !== this.#epoch) {
      // Positions of another epoch are not valid (LOG-4): the clients reconnect and get a snapshot.
      const gone = [...this.#readers]
      // A client that reconnects while its old socket is still closing belongs to the new epoch.
      this.#readers.clear()
      this.#epoch = this.#session.epoch
      for (const { socket } of gone) socket.close(CLOSE.tryLater, 'epoch')
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
    this.#shared.clear()
    const startMs = this.#clock.now()
    for (const reader of this.#readers) this.#flushReader(reader)
    const endMs = this.#clock.now()
    this.#coalesceUntilMs = endMs + Math.min(endMs - startMs, MAX_COALESCE_MS)
    this.#onFlush(this.#readers.size, endMs - startMs)
  }

  /** Writes to one reader until it is at the head or its socket is full. A drain calls this again. */
  #flushReader(reader: Reader): void {
    while (reader.isOpen && reader.position < this.#session.head) {
      const frame = this.#frame(reader)
      if (frame === null) {
        void this.#readFromStore(reader)
        return
      }
      reader.socket.write(frame.bytes)
      reader.position = frame.to
    }
    if (reader.isOpen && reader.writtenOnline !== this.#online && this.#cancelOnline === null) this.#writeOnline(reader)
  }

  /** The next frame from this reader's position. Readers at the same position share it, except one with an event for its reader alone. */
  #frame({ role, guestId, position }: Reader): SharedFrame | null {
    const view = this.#session.viewOf(role, guestId)
    const isPersonal = this.#session.isAddressed(guestId, position)
    const shared = isPersonal ? undefined : this.#shared.get(view)
    if (shared?.from === position && shared.head === this.#session.head) return shared
    const slice = this.#session.slice(position, view, isPersonal ? guestId : undefined)
    if (slice === null) return null
    const frame = { from: position, head: this.#session.head, to: slice.to, bytes: textFrame(encodeEvents(slice)) }
    if (!isPersonal) this.#shared.set(view, frame)
    return frame
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
    this.#flushReader(reader)
  }

  #writeOnline(reader: Reader): void {
    reader.writtenOnline = this.#online
    reader.socket.write(this.#onlineFrame)
  }
}

function onlineFrame(count: number): Buffer {
  return textFrame(encodeFrame({ type: 'online', count }))
}
