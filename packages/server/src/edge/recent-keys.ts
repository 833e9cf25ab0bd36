/** A key is remembered for at least this long, and at most twice as long. */
const REMEMBERED_MS = 60_000

/** A set of keys that forgets: it has two generations and drops the older one, so it holds at most the keys of two minutes. */
export class RecentKeys {
  #newer = new Set<string>()
  #older = new Set<string>()
  #rotatedAtMs = 0

  has(key: string): boolean {
    return this.#newer.has(key) || this.#older.has(key)
  }

  delete(key: string): void {
    this.#newer.delete(key)
    this.#older.delete(key)
  }

  add(key: string, nowMs: number): void {
    if (nowMs - this.#rotatedAtMs > REMEMBERED_MS) {
      this.#older = this.#newer
      this.#newer = new Set()
      this.#rotatedAtMs = nowMs
    }
    this.#newer.add(key)
  }
}
