/** Counts resources of one kind (sockets, waiting polls, exports) that each credential holds at one time. */
export class Slots<Holder extends object> {
  /** In the order. Most credentials hold one, which needs no set of its own. */
  readonly #holders = new Map<string, Holder | Set<Holder>>()

  /** `holder` holds one until `release`. */
  acquire(key: string, holder: Holder): void {
    const held = this.#holders.get(key)
    if (held === undefined) this.#holders.set(key, holder)
    else if (held instanceof Set) held.add(holder)
    else this.#holders.set(key, new Set([held, holder]))
  }

  /** Does nothing where the holder has none. */
  release(key: string, holder: Holder): void {
    const held = this.#holders.get(key)
    if (held instanceof Set) held.delete(holder)
    if (held === holder || (held instanceof Set && held.size === 0)) this.#holders.delete(key)
  }

  count(key: string): number {
    const held = this.#holders.get(key)
    if (held === undefined) return 0
    return held instanceof Set ? held.size : 1
  }

  /** The holder that acquired its slot first. */
  oldest(key: string): Holder | undefined {
    const held = this.#holders.get(key)
    return held instanceof Set ? held.values().next().value : held
  }
}
