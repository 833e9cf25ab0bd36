/** Counts are kept in slots of this length; so many slots are a minute. */
export const COUNT_SLOT_MS = 10_000
export const COUNT_SLOTS = 6

/** How often a key was counted in the last minute, to a slot. Keeps only keys that were counted in it. */
export class RecentCounts {
  readonly #slots = new Map<string, Map<number, number>>()

  add(key: string, nowMs: number): void {
    const slots = this.#slots.get(key) ?? new Map<number, number>()
    const slot = Math.floor(nowMs / COUNT_SLOT_MS)
    this.#slots.set(key, slots.set(slot, (slots.get(slot) ?? 0) + 1))
  }

  lastMinute(key: string, nowMs: number): number {
    this.#forget(key, nowMs)
    return [...(this.#slots.get(key)?.values() ?? [])].reduce((sum, count) => sum + count, 0)
  }

  sweep(nowMs: number): void {
    for (const key of this.#slots.keys()) this.#forget(key, nowMs)
  }

  #forget(key: string, nowMs: number): void {
    const slots = this.#slots.get(key)
    if (slots === undefined) return
    const oldest = Math.floor(nowMs / COUNT_SLOT_MS) - COUNT_SLOTS
    for (const slot of slots.keys()) if (slot <= oldest) slots.delete(slot)
    if (slots.size === 0) this.#slots.delete(key)
  }
}
