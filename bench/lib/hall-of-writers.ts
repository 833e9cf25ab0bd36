import type { Histogram } from 'hdr-histogram-js'
import { RawReader } from '../../tests/support/raw/raw-reader.ts'

/** Where the latencies of one stretch go, in microseconds. */
export interface TextLatencies {
  /** From the send to the acknowledgement. */
  readonly acks: Histogram
  /** From the send to each single guest. */
  readonly deliveries: Histogram
}

const JOINS_AT_ONCE = 100
const TICK_MS = 5
/** Messages under way at the end of a stretch belong to it. */
const DRAIN_MS = 500

/** Guests with a socket each, who write texts in turn on a fixed schedule, however slow the answers are. */
export class HallOfWriters {
  readonly #sockets: RawReader[] = []
  readonly #sentAtMs = new Map<string, number>()
  #into: TextLatencies | null = null
  #written = 0
  #welcomed = 0
  refused = 0

  static async open(
    server: { readonly port: number },
    sessionId: string,
    tokens: readonly string[],
    onProgress: (here: number) => void,
  ): Promise<HallOfWriters> {
    const hall = new HallOfWriters()
    for (const token of tokens) {
      const socket = await RawReader.open(server.port, sessionId, (bytes) => hall.#read(bytes))
      socket.send({ type: 'hello', token })
      hall.#sockets.push(socket)
      onProgress(hall.#sockets.length)
      while (hall.#sockets.length - hall.#welcomed > JOINS_AT_ONCE) await pause(1)
    }
    while (hall.#welcomed < tokens.length) await pause(1)
    return hall
  }

  /** Writes so many texts a second until `until` resolves, and measures them. */
  async write(rate: number, into: TextLatencies, until: Promise<unknown>): Promise<void> {
    let isOver = false
    void until.then(() => {
      isOver = true
    })
    this.#into = into
    const startMs = performance.now()
    for (let sent = 0; !isOver; await pause(TICK_MS)) {
      const due = Math.floor(((performance.now() - startMs) / 1_000) * rate)
      for (; sent < due; sent += 1) this.#writeOne()
    }
    await pause(DRAIN_MS)
  }

  close(): void {
    for (const socket of this.#sockets) socket.close()
  }

  #writeOne(): void {
    this.#written += 1
    const key = `bench-text-${this.#written}`
    this.#sentAtMs.set(key, performance.now())
    const frame = { type: 'sendMessage', ref: this.#written, key, content: `新婚快乐 ${this.#written}`, guestName: 'Guest' }
    this.#sockets[this.#written % this.#sockets.length]?.send(frame)
  }

  /** Frames are told by their tenth and eleventh byte: `ac`k, `er`ror, `we`lcome, `ev`ents. */
  #read(bytes: Buffer): void {
    const kind = bytes.toString('latin1', 9, 11)
    if (kind === 'we') this.#welcomed += 1
    else if (kind === 'er') this.refused += 1
    else if (kind === 'ac') this.#record(this.#into?.acks, bytes)
    else if (kind === 'ev') this.#record(this.#into?.deliveries, bytes)
  }

  #record(histogram: Histogram | undefined, bytes: Buffer): void {
    const now = performance.now()
    for (const [, key] of bytes.toString('latin1').matchAll(/"key":"(bench-text-\d+)"/g)) {
      const sentAtMs = this.#sentAtMs.get(String(key))
      if (sentAtMs !== undefined) histogram?.recordValue(Math.max(1, Math.round((now - sentAtMs) * 1_000)))
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
