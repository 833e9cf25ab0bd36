/** A limit: `perSecond` in the long run, `burst` at once. `perSecond` 0 means no limit. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

/**
 * GCRA, the leaky bucket that needs one number a key (Brandur Leach, "Rate limiting, cells, and GCRA"):
 * the time at which the bucket would be empty again. Pure over `nowMs`, so it is tested without waiting.
 */
export class RateLimiter {
  readonly #emptyAtMs = new Map<string, number>()

  /** Takes one; answers 0, or, taking nothing, the milliseconds after which one will be free. */
  take(key: string, rate: Rate, nowMs: number): number {
    const { isBooked, waitMs } = this.book(key, rate, nowMs, 0)
    return isBooked ? 0 : waitMs
  }

  /** Takes one if it will be free within `maxWaitMs`; whoever booked waits for it, in order, without asking again. */
  book(key: string, rate: Rate, nowMs: number, maxWaitMs: number): { isBooked: boolean; waitMs: number } {
    if (rate.perSecond === 0) return { isBooked: true, waitMs: 0 }
    const intervalMs = 1000 / rate.perSecond
    const keptMs = this.#emptyAtMs.get(key) ?? nowMs
    // No bucket is fuller than full, whatever is kept: nobody is told to wait for longer than a refill takes.
    const fullMs = nowMs + intervalMs * rate.burst + maxWaitMs
    if (keptMs > fullMs) this.#emptyAtMs.set(key, fullMs)
    const emptyAtMs = Math.min(Math.max(keptMs, nowMs), fullMs)
    const waitMs = Math.max(0, emptyAtMs - intervalMs * (rate.burst - 1) - nowMs)
    if (waitMs > maxWaitMs) return { isBooked: false, waitMs }
    this.#emptyAtMs.set(key, emptyAtMs + intervalMs)
    return { isBooked: true, waitMs }
  }

  /** Forgets the keys whose bucket is empty: they are as if never seen. Bounds the memory. */
  sweep(nowMs: number): void {
    for (const [key, emptyAtMs] of this.#emptyAtMs) if (emptyAtMs <= nowMs) this.#emptyAtMs.delete(key)
  }

  get size(): number {
    return this.#emptyAtMs.size
  }
}
