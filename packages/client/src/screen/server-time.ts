import type { ReportAnswer } from './report-socket.ts'

/** Samples are compared with this many before them: a clock that is corrected is followed within a minute. */
const SAMPLES = 30

/**
 * The server's time on a page whose clock may be wrong: of the last answers the one with the shortest way counts, because its time is known most
 * exactly (to half of that way).
 */
export class ServerTime {
  #samples: readonly { readonly wayMs: number; readonly aheadMs: number }[] = []

  add({ wallTimeMs, sentMs, answeredMs }: ReportAnswer): void {
    const wayMs = answeredMs - sentMs
    this.#samples = [...this.#samples, { wayMs, aheadMs: wallTimeMs - (sentMs + wayMs / 2) }].slice(-SAMPLES)
  }

  /** The server's wall time, in Unix milliseconds, at a moment of the page's monotonic clock; `null` before the first answer. */
  timeAt(nowMs: number): number | null {
    if (this.#samples.length === 0) return null
    const best = this.#samples.reduce((shortest, sample) => (sample.wayMs < shortest.wayMs ? sample : shortest))
    return nowMs + best.aheadMs
  }
}
