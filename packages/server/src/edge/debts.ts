/** What one asker may cost: `perSecond` units for ever, `free` more at once, and `patience` more while it is slowed down. */
export interface Allowance {
  /** 0: no limit. */
  readonly perSecond: number
  readonly free: number
  readonly patience: number
}

/** How an asker stands after a charge. */
export interface Standing {
  /** How long it should be made to wait before it asks again; 0 within the free units. */
  readonly waitMs: number
  /** It owes more than patience allows: nothing more is taken of it until it has waited. */
  readonly isOver: boolean
}

const FINE: Standing = { waitMs: 0, isOver: false }

/**
 * What askers owe, in units that flow off at a steady rate: the leaky bucket of `RateLimiter`, for costs that differ and are partly known
 * only afterwards. A charge is always taken, so that those who go on asking come to owe more. One number a key.
 */
export class Debts {
  /** When each will owe nothing. */
  readonly #clearAtMs = new Map<string, number>()

  charge(key: string, units: number, { perSecond, free, patience }: Allowance, nowMs: number): Standing {
    if (perSecond === 0) return FINE
    const mostMs = ((free + patience) * 1000) / perSecond
    // Nobody comes to owe more than patience allows and one charge: a flood is over when it has waited that long.
    const owedMs = Math.min(Math.max(0, (this.#clearAtMs.get(key) ?? nowMs) - nowMs), mostMs) + (units * 1000) / perSecond
    this.#clearAtMs.set(key, nowMs + owedMs)
    return { waitMs: Math.max(0, owedMs - (free * 1000) / perSecond), isOver: owedMs > mostMs }
  }

  /** Forgets those who owe nothing. Bounds the memory. */
  sweep(nowMs: number): void {
    for (const [key, clearAtMs] of this.#clearAtMs) if (clearAtMs <= nowMs) this.#clearAtMs.delete(key)
  }

  get size(): number {
    return this.#clearAtMs.size
  }
}
