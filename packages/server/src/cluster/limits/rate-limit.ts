/** A limit: `perSecond` in the long run, `burst` at once. `perSecond` 0 means no limit. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
  /** The part of the burst that this caller may use; the rest is for others. Absent: all of it. */
  readonly part?: number
}

/** One of the limits that a command is subject to. */
export interface Limit {
  readonly key: string
  readonly rate: Rate
}

/** A limit that has none free, and the milliseconds until it has. */
export interface Shortage {
  readonly key: string
  readonly waitMs: number
}

/**
 * GCRA, a leaky bucket with one number for each key (Brandur Leach, "Rate limiting, cells, and GCRA"): the time at which the bucket is empty
 * again. The time is an argument, so that tests do not wait.
 */
export class RateLimiter {
  readonly #emptyAtMs = new Map<string, number>()

  /** Consumes one and returns 0; or consumes nothing and returns the milliseconds until one is free. */
  tryConsume(key: string, rate: Rate, nowMs: number): number {
    const { isBooked, waitMs } = this.book(key, rate, nowMs, 0)
    return isBooked ? 0 : waitMs
  }

  /** Consumes one of each limit; or, where one limit has none free, consumes nothing and returns that limit. */
  tryConsumeAll(limits: readonly Limit[], nowMs: number): Shortage | null {
    for (const { key, rate } of limits) {
      const waitMs = this.#waitMs(key, rate, nowMs, 0)
      if (waitMs > 0) return { key, waitMs }
    }
    for (const { key, rate } of limits) this.tryConsume(key, rate, nowMs)
    return null
  }

  /** Books one that is free within `maxWaitMs`. The caller waits for it and does not ask again; callers are served in order. */
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
    // A stored time beyond a full bucket is wrong (a clock stepped): the wait is never longer than one refill (SEND-4).
    const fullMs = nowMs + intervalMs * burst + maxWaitMs
    if ((this.#emptyAtMs.get(key) ?? nowMs) > fullMs) this.#emptyAtMs.set(key, fullMs)
    return Math.max(0, this.#emptyAt(key, nowMs) - intervalMs * (part - 1) - nowMs)
  }

  #emptyAt(key: string, nowMs: number): number {
    return Math.max(this.#emptyAtMs.get(key) ?? nowMs, nowMs)
  }

  /** Deletes the keys whose bucket is empty: they have no effect. Bounds the memory. */
  sweep(nowMs: number): void {
    for (const [key, emptyAtMs] of this.#emptyAtMs) if (emptyAtMs <= nowMs) this.#emptyAtMs.delete(key)
  }

  get size(): number {
    return this.#emptyAtMs.size
  }
}
