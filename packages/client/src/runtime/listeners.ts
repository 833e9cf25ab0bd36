/** Functions to call when something happens. One that throws is reported and disturbs neither the others nor the client. */
export interface Listeners<Args extends readonly unknown[]> {
  /** Returns the unsubscribe. The same function may be added twice. */
  add(listener: (...args: Args) => void): () => void
  emit(...args: Args): void
}

export function createListeners<Args extends readonly unknown[]>(): Listeners<Args> {
  const entries = new Set<{ readonly listener: (...args: Args) => void }>()
  return {
    add(listener) {
      const entry = { listener }
      entries.add(entry)
      return () => {
        entries.delete(entry)
      }
    },
    emit(...args) {
      // Who is added meanwhile waits for the next time; who is removed meanwhile is not called any more.
      for (const entry of Array.from(entries)) if (entries.has(entry)) callSafely(() => entry.listener(...args))
    },
  }
}

/** Runs code that is not ours. */
export function callSafely(work: () => void): void {
  try {
    work()
  } catch (error) {
    // oxlint-disable-next-line no-console -- the platform's own report where it has one; nothing else reaches the developer
    ;(globalThis.reportError ?? console.error)(error)
  }
}
