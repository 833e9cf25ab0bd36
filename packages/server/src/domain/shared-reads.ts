/**
 * Reads that callers share by key. Each caller gets the first read that begins after its call, so that no answer is older than its question: a
 * message that was rejected before the call is in none. Of each key one read runs at a time, and one waits behind it.
 */
export class SharedReads<Key, Value> {
  readonly #running = new Map<Key, Promise<Value>>()
  readonly #next = new Map<Key, Promise<Value>>()

  run(key: Key, read: () => Promise<Value>): Promise<Value> {
    let next = this.#next.get(key)
    if (next === undefined) {
      next = this.#readAfter(key, this.#running.get(key), read)
      this.#next.set(key, next)
    }
    return next
  }

  async #readAfter(key: Key, running: Promise<Value> | undefined, read: () => Promise<Value>): Promise<Value> {
    // The callers of the running read get its error.
    await running?.catch(() => {})
    const reading = read()
    this.#next.delete(key)
    this.#running.set(key, reading)
    try {
      return await reading
    } finally {
      if (this.#running.get(key) === reading) this.#running.delete(key)
    }
  }
}
