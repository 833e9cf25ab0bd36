import type { ClientSnapshot } from '@guestwall/client'
import { useMemo, useSyncExternalStore } from 'react'

/** The part of a `RealtimeClient` that a view reads. A test or a story hands in two functions. */
export interface GuestwallSource {
  subscribe(listener: () => void): () => void
  getSnapshot(): ClientSnapshot
  /** What a server renders and a browser hydrates: `getSnapshot()` where it is left out. */
  getInitialSnapshot?(): ClientSnapshot
}

/**
 * The client's present picture; renders again exactly when it changes.
 *
 *     const { messages, state } = useGuestwall(client)
 */
export function useGuestwall(client: GuestwallSource): ClientSnapshot {
  // Wrapped, because the methods of a class lose `this` when they are handed on bare; once a client, because React subscribes anew to
  // each new function.
  const source = useMemo(
    () => ({
      subscribe: (listener: () => void) => client.subscribe(listener),
      present: () => client.getSnapshot(),
      initial: () => client.getInitialSnapshot?.() ?? client.getSnapshot(),
    }),
    [client],
  )
  return useSyncExternalStore(source.subscribe, source.present, source.initial)
}
