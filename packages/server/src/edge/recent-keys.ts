/** A key is remembered for at least this long, and at most twice as long. */
const REMEMBERED_MS = 60_000

/** Keys that were seen lately, in two generations of which the older is dropped: bounded by what came in two minutes. */
export class RecentKeys {
  #newer = new Set<string>()
  #older = new Set<string>()
  #turnedAtMs = 0

  has(key: string): boolean {
    return this.#newer.has(key) || this.#older.has(key)
  }

  delete(key: string): void {
    this.#newer.delete(key)
    this.#older.delete(key)
  }

  add(key: string, nowMs: number): void {
    if (nowMs - this.#turnedAtMs > REMEMBERED_MS) {
      this.#older = this.#newer
      this.#newer = new Set()
      this.#turnedAtMs = nowMs
    }
    this.#newer.add(key)
  }
}
