/** How many of one kind (sockets, waiting polls, exports) each credential has at one time. */
export class Places<Holder> {
  /** In the order in which they were taken. */
  readonly #holders = new Map<string, Set<Holder>>()

  /** Takes a place; the answer gives it back. */
  take(key: string, holder: Holder): () => void {
    let holders = this.#holders.get(key)
    if (holders === undefined) {
      holders = new Set()
      this.#holders.set(key, holders)
    }
    const taken = holders.add(holder)
    return () => {
      if (taken.delete(holder) && taken.size === 0 && this.#holders.get(key) === taken) this.#holders.delete(key)
    }
  }

  count(key: string): number {
    return this.#holders.get(key)?.size ?? 0
  }

  /** The one that has its place for the longest time. */
  oldest(key: string): Holder | undefined {
    return this.#holders.get(key)?.values().next().value
  }
}
