/** The limits of one account: `perSecond` units sustained, a burst of `free` units, and `patience` more units while it is delayed. */
export interface Allowance {
  /** 0: no limit. */
  readonly perSecond: number
  readonly free: number
  readonly patience: number
}

/** The state of an account after a charge. */
export interface Standing {
  /** The delay before its next request; 0 within the free units. */
  readonly waitMs: number
  /** It exceeds `free` and `patience`: refuse everything until it has waited. */
  readonly isOver: boolean
}

/** The state of an account without debt. */
export const FINE: Standing = { waitMs: 0, isOver: false }

/**
 * One leaky bucket for each key. Unlike `RateLimiter`, costs differ and are partly known only afterwards, and a charge always counts: a sender
 * that goes on while it is refused owes more. Memory is one number for each key.
 */
export class LeakyBuckets {
  /** The time at which each bucket is empty. */
  readonly #clearAtMs = new Map<string, number>()

  charge(key: string, units: number, { perSecond, free, patience }: Allowance, nowMs: number): Standing {
    if (perSecond === 0) return FINE
    const mostMs = ((free + patience) * 1000) / perSecond
    // The debt is capped at the limit and one charge, so that a flood is over after that wait.
    const owedMs = Math.min(Math.max(0, (this.#clearAtMs.get(key) ?? nowMs) - nowMs), mostMs) + (units * 1000) / perSecond
    this.#clearAtMs.set(key, nowMs + owedMs)
    return { waitMs: Math.max(0, owedMs - (free * 1000) / perSecond), isOver: owedMs > mostMs }
  }

  /** Removes empty buckets. This bounds the memory. */
  sweep(nowMs: number): void {
    for (const [key, clearAtMs] of this.#clearAtMs) if (clearAtMs <= nowMs) this.#clearAtMs.delete(key)
  }

  get size(): number {
    return this.#clearAtMs.size
  }
}
