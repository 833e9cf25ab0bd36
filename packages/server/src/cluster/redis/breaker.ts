/** Opened again within this time after it closed, it needs more good probes the next time. */
const FLAP_MS = 10_000
/** The most good probes in a row that it needs: with one a second, four seconds. */
const MAX_PROOF = 4

/**
 * A circuit breaker: closed while Redis works, open from its first failure until probes have done real work. It begins open. Pure: the time is an
 * argument.
 */
export class Breaker {
  #isOpen = true
  #good = 0
  #proof = 1
  #closedAtMs = Number.NEGATIVE_INFINITY

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Redis failed. Returns whether that opened it. */
  open(nowMs: number): boolean {
    this.#good = 0
    if (this.#isOpen) return false
    this.#isOpen = true
    const isFlapping = nowMs - this.#closedAtMs < FLAP_MS
    this.#proof = isFlapping ? Math.min(2 * this.#proof, MAX_PROOF) : 1
    return true
  }

  /** A probe succeeded. Returns whether that closed it. */
  passed(nowMs: number): boolean {
    if (!this.#isOpen) return false
    this.#good += 1
    if (this.#good < this.#proof) return false
    this.#isOpen = false
    this.#closedAtMs = nowMs
    return true
  }
}
