/** Opened again so soon after it closed, it asks for more proof the next time. */
const FLAP_MS = 10_000
/** Good probes in a row that it asks for at most: with one a second, four seconds. */
const MAX_PROOF = 4

/**
 * Whether Redis is used: closed while it does its work, open from the first sign that it does not until probes have done real work. It
 * begins open. Pure: the time is told.
 */
export class Breaker {
  #isOpen = true
  #good = 0
  #proof = 1
  #closedAtMs = Number.NEGATIVE_INFINITY

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Redis does not do its work. Answers whether that is news. */
  open(nowMs: number): boolean {
    this.#good = 0
    if (this.#isOpen) return false
    this.#isOpen = true
    const isFlapping = nowMs - this.#closedAtMs < FLAP_MS
    this.#proof = isFlapping ? Math.min(2 * this.#proof, MAX_PROOF) : 1
    return true
  }

  /** A probe did its work. Answers whether that closed it. */
  passed(nowMs: number): boolean {
    if (!this.#isOpen) return false
    this.#good += 1
    if (this.#good < this.#proof) return false
    this.#isOpen = false
    this.#closedAtMs = nowMs
    return true
  }
}
