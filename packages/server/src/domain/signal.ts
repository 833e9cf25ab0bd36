/** A typed signal: listeners are called in the order in which they subscribed, at once. */
export interface Signal<Value> {
  /** Subscribes; the returned function unsubscribes. */
  on(listener: (value: Value) => void): () => void
}

/** A signal with its sending end. The owner keeps this end; everybody else gets the `Signal`. */
export class Emitter<Value> implements Signal<Value> {
  readonly #listeners = new Set<(value: Value) => void>()

  on(listener: (value: Value) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  emit(value: Value): void {
    for (const listener of this.#listeners) listener(value)
  }
}
