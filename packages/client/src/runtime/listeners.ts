import type { ClientEvents } from '../types.ts'

/** Tells a client's listeners of one of its events, once the snapshot shows it. */
export type Tell = <Name extends keyof ClientEvents>(name: Name, ...args: Parameters<ClientEvents[Name]>) => void

/** Functions to call when something happens. One that throws is reported and disturbs neither the others nor the client. */
export interface Listeners<Args extends readonly unknown[]> {
  /** Returns the unsubscribe. The same function may be added twice. */
  add(listener: (...args: Args) => void): () => void
  emit(...args: Args): void
  /** Whether there is a listener. */
  isHeard(): boolean
}

export function createListeners<Args extends readonly unknown[]>(): Listeners<Args> {
  const listeners = new Map<object, (...args: Args) => void>()
  return {
    add(listener) {
      const place = {}
      listeners.set(place, listener)
      return () => void listeners.delete(place)
    },
    isHeard: () => listeners.size > 0,
    emit(...args) {
      // A listener added meanwhile is called from the next time on; one removed meanwhile is not called any more.
      const handles = [...listeners.keys()]
      for (const handle of handles) callSafely(() => listeners.get(handle)?.(...args))
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
