/** A limit: `perSecond` in the long run, `burst` at once. `perSecond` 0 means no limit. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
  /** How much of the burst whoever asks may use up: what is beyond is left to others. All of it where it is absent. */
  readonly part?: number
}

/** One of several limits that something falls under. */
export interface Limit {
  readonly key: string
  readonly rate: Rate
}

/** A limit that has none free, and the milliseconds after which it will. */
export interface Shortage {
  readonly key: string
  readonly waitMs: number
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

  /** Takes one of each, or, where one limit has none free, none of any: answers that one. */
  takeAll(limits: readonly Limit[], nowMs: number): Shortage | null {
    for (const { key, rate } of limits) {
      const waitMs = this.#waitMs(key, rate, nowMs, 0)
      if (waitMs > 0) return { key, waitMs }
    }
    for (const { key, rate } of limits) this.take(key, rate, nowMs)
    return null
  }

  /** Takes one if it will be free within `maxWaitMs`; whoever booked waits for it, in order, without asking again. */
  book(key: string, rate: Rate, nowMs: number, maxWaitMs: number): { isBooked: boolean; waitMs: number } {
    if (rate.perSecond === 0) return { isBooked: true, waitMs: 0 }
    const waitMs = this.#waitMs(key, rate, nowMs, maxWaitMs)
    if (waitMs > maxWaitMs) return { isBooked: false, waitMs }
    this.#emptyAtMs.set(key, this.#emptyAt(key, nowMs) + 1000 / rate.perSecond)
    return { isBooked: true, waitMs }
  }

  #waitMs(key: string, { perSecond, burst, part = burst }: Rate, nowMs: number, maxWaitMs: number): number {
    if (perSecond === 0) return 0
    const intervalMs = 1000 / perSecond
    // No bucket is fuller than full, whatever is kept: nobody is told to wait for longer than a refill takes.
    const fullMs = nowMs + intervalMs * burst + maxWaitMs
    if ((this.#emptyAtMs.get(key) ?? nowMs) > fullMs) this.#emptyAtMs.set(key, fullMs)
    return Math.max(0, this.#emptyAt(key, nowMs) - intervalMs * (part - 1) - nowMs)
  }

  #emptyAt(key: string, nowMs: number): number {
    return Math.max(this.#emptyAtMs.get(key) ?? nowMs, nowMs)
  }

  /** Forgets the keys whose bucket is empty: they are as if never seen. Bounds the memory. */
  sweep(nowMs: number): void {
    for (const [key, emptyAtMs] of this.#emptyAtMs) if (emptyAtMs <= nowMs) this.#emptyAtMs.delete(key)
  }

  get size(): number {
    return this.#emptyAtMs.size
  }
}
