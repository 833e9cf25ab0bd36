/** Counts resources of one kind (sockets, waiting polls, exports) that each credential holds at one time. */
export class Slots<Holder> {
  /** In the order. */
  readonly #holders = new Map<string, Set<Holder>>()

  /** Acquires a slot; the returned function releases it. */
  acquire(key: string, holder: Holder): () => void {
    let holders = this.#holders.get(key)
    if (holders === undefined) {
      holders = new Set()
      this.#holders.set(key, holders)
    }
    const entry = holders.add(holder)
    return () => {
      if (entry.delete(holder) && entry.size === 0 && this.#holders.get(key) === entry) this.#holders.delete(key)
    }
  }

  count(key: string): number {
    return this.#holders.get(key)?.size ?? 0
  }

  /** The holder that acquired its slot first. */
  oldest(key: string): Holder | undefined {
    return this.#holders.get(key)?.values().next().value
  }
}
