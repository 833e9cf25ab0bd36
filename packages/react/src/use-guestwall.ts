import type { ClientSnapshot } from '@guestwall/client'
import { useSyncExternalStore } from 'react'

/** The part of a `RealtimeClient` that a view reads. A test or a story hands in two functions. */
export interface GuestwallSource {
  subscribe(listener: () => void): () => void
  getSnapshot(): ClientSnapshot
}

/**
 * The client's present picture; renders again exactly when it changes.
 *
 *     const { messages, state } = useGuestwall(client)
 */
export function useGuestwall(client: GuestwallSource): ClientSnapshot {
  // Wrapped, because the methods of a class lose `this` when they are handed on bare.
  return useSyncExternalStore(
    (listener) => client.subscribe(listener),
    () => client.getSnapshot(),
    () => client.getSnapshot(),
  )
}
