/** A frame of events as it was parsed once: all readers at the head get the same bytes. */
export interface SharedFrame {
  readonly from: number
  readonly to: number
  /** The number with which the content of each message begins. */
  readonly numbers: Int32Array
}

interface Known extends SharedFrame {
  readonly start: Buffer
  readonly length: number
}

/** Bytes that tell a frame from others: its type and its range. */
const START_BYTES = 48
/** Readers lag by a few frames at most. */
const KEPT = 8

/** Parses each frame of events once, however many readers get it. */
export class SharedFrames {
  readonly #known: Known[] = []

  /** `null`: no frame of events. */
  parse(payload: Buffer): SharedFrame | null {
    // `{"type":"events","from":…` is told from the others by its tenth and eleventh byte.
    if (payload[9] !== 0x65 || payload[10] !== 0x76) return null
    for (const known of this.#known)
      if (known.length === payload.length && payload.compare(known.start, 0, START_BYTES, 0, START_BYTES) === 0) return known
    const { type, from, to, events } = JSON.parse(payload.toString()) as {
      type: string
      from: number
      to: number
      events: { data: { content?: string } }[]
    }
    if (type !== 'events') return null
    const numbers = Int32Array.from(events, ({ data }) => Number.parseInt(data.content ?? '0', 10))
    const fresh = { start: Buffer.from(payload.subarray(0, START_BYTES)), length: payload.length, from, to, numbers }
    this.#known.unshift(fresh)
    this.#known.length = Math.min(this.#known.length, KEPT)
    return fresh
  }
}
