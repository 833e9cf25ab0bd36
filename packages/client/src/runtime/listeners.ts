/** Functions to call when something happens. One that throws is reported, and disturbs neither the others nor the client. */
export interface Listeners<Args extends readonly unknown[]> {
  /** Returns the unsubscribe. The same function may be added twice. */
  add(listener: (...args: Args) => void): () => void
  emit(...args: Args): void
  readonly size: number
}

export function createListeners<Args extends readonly unknown[]>(): Listeners<Args> {
  const listeners = new Map<object, (...args: Args) => void>()
  return {
    add(listener) {
      const handle = {}
      listeners.set(handle, listener)
      return () => void listeners.delete(handle)
    },
    get size() {
      return listeners.size
    },
    emit(...args) {
      // A listener added meanwhile is called from the next time on; one removed meanwhile is not called any more.
      for (const handle of Array.from(listeners.keys())) callSafely(() => listeners.get(handle)?.(...args))
    },
  }
}

/** Runs code of the application. */
export function callSafely(work: () => void): void {
  try {
    work()
  } catch (error) {
    // oxlint-disable-next-line no-console -- the platform's own report where it has one; nothing else reaches the developer
    ;(globalThis.reportError ?? console.error)(error)
  }
}
