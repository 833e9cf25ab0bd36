import { CLOSE, ONLINE_INTERVAL_MS } from '@guestwall/protocol'
import type { View } from '../log/decide/audience.ts'
import type { Clock } from '../domain/ports.ts'
import type { EncodedSlice } from './event-ring.ts'
import type { LiveSession } from './live-session.ts'
import type { Reader } from './reader.ts'
import { textFrame } from './text-frame.ts'

/** A busy wall gathers events for at most this long before its next frame. */
const MAX_GATHER_MS = 30

interface SharedFrame {
  readonly from: number
  readonly head: number
  readonly to: number
  readonly bytes: Buffer
}

/** Told of each round of writes: how many readers it served and how long it took, for the metrics. */
export type FlushListener = (readers: number, tookMs: number) => void

/**
 * The readers of one session. Each has a position; moving all to the head is the whole of delivery. At the head they share one
 * frame; behind, each gets slices of the ring, and further behind pages of the store: catch-up and live are one path.
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
  #gatherUntilMs = 0
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

  [Symbol.iterator](): Iterator<Reader> {
    return this.#readers[Symbol.iterator]()
  }

  /** From here on the reader is kept at the head. What it has missed follows at once (SYNC-4). */
  add(reader: Reader): void {
    this.#readers.add(reader)
    reader.socket.onDrain(() => this.#pump(reader))
    this.#pump(reader)
  }

  remove(reader: Reader): void {
    this.#readers.delete(reader)
  }

  /** Tells every reader the count, at most once a second, the latest winning (ONLINE-3). */
  tellOnline(count: number): void {
    if (count === this.#online) return
    this.#online = count
    this.#cancelOnline ??= this.#clock.setTimer(ONLINE_INTERVAL_MS, () => {
      this.#cancelOnline = null
      this.#onlineFrame = onlineFrame(this.#online)
      for (const reader of this.#readers) if (reader.isOpen) this.#tellOnline(reader)
    })
  }

  /** The count as a reader that has just come is told it. */
  startOnline(count: number): void {
    this.#online = count
    this.#onlineFrame = onlineFrame(count)
  }

  dispose(): void {
    this.#unsubscribe()
    this.#cancelFlush?.()
    this.#cancelOnline?.()
  }

  /** An idle wall is written at once; after a round of writes the next waits as long as that round took, so that events share frames. */
  #scheduleFlush(): void {
    if (this.#session.epoch !== this.#epoch) {
      // Positions of another epoch mean nothing (LOG-4): the clients come back and get a snapshot.
      const gone = [...this.#readers]
      // Who comes back while they are still closing belongs to the new one.
      this.#readers.clear()
      this.#epoch = this.#session.epoch
      for (const { socket } of gone) socket.close(CLOSE.tryLater, 'epoch')
      return
    }
    if (this.#cancelFlush !== null) return
    const waitMs = this.#gatherUntilMs - this.#clock.now()
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
    // Frames up to the head before are nobody's any more.
    this.#shared.clear()
    const startMs = this.#clock.now()
    for (const reader of this.#readers) this.#pump(reader)
    const endMs = this.#clock.now()
    this.#gatherUntilMs = endMs + Math.min(endMs - startMs, MAX_GATHER_MS)
    this.#onFlush(this.#readers.size, endMs - startMs)
  }

  /** Writes to one reader until it is at the head or its socket is full; a drain calls it again. */
  #pump(reader: Reader): void {
    while (reader.isOpen && reader.position < this.#session.head) {
      const frame = this.#frame(reader)
      if (frame === null) {
        void this.#readFromStore(reader)
        return
      }
      reader.socket.write(frame.bytes)
      reader.position = frame.to
    }
    if (reader.isOpen && reader.toldOnline !== this.#online && this.#cancelOnline === null) this.#tellOnline(reader)
  }

  /** The next frame from this reader's position; readers at the same place share it. */
  #frame({ role, guestId, position }: Reader): SharedFrame | null {
    const view = this.#session.viewOf(role, guestId)
    const shared = this.#shared.get(view)
    if (shared?.from === position && shared.head === this.#session.head) return shared
    const slice = this.#session.slice(position, view)
    if (slice === null) return null
    const frame = { from: position, head: this.#session.head, to: slice.to, bytes: eventsFrame(position, slice) }
    this.#shared.set(view, frame)
    return frame
  }

  async #readFromStore(reader: Reader): Promise<void> {
    reader.isReading = true
    try {
      const view = this.#session.viewOf(reader.role, reader.guestId)
      const slice = await this.#session.readPage(reader.position, view)
      if (!this.#readers.has(reader)) return
      reader.socket.write(eventsFrame(reader.position, slice))
      reader.position = slice.to
    } catch {
      // It keeps its place: the client comes back and resumes from it, here or elsewhere.
      reader.socket.close(CLOSE.tryLater, 'unavailable')
      return
    } finally {
      reader.isReading = false
    }
    this.#pump(reader)
  }

  #tellOnline(reader: Reader): void {
    reader.toldOnline = this.#online
    reader.socket.write(this.#onlineFrame)
  }
}

function eventsFrame(from: number, { to, items }: EncodedSlice): Buffer {
  return textFrame(`{"type":"events","from":${from},"to":${to},"events":[${items.join(',')}]}`)
}

function onlineFrame(count: number): Buffer {
  return textFrame(JSON.stringify({ type: 'online', count }))
}
