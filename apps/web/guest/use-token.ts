import type { RealtimeClient } from '@guestwall/client'
import { useCallback, useSyncExternalStore } from 'react'
import { recall, remember } from '../shared/storage.ts'

const keyOf = (sessionId: string): string => `pass:${sessionId}`

/** Keeps every credential that the client is given. To be called before it connects: a credential is told once. */
export function keepToken(client: RealtimeClient, sessionId: string): () => void {
  return client.on('token', (issued) => remember(keyOf(sessionId), issued))
}

/** The credential that was kept last; a join shows it, so that a banned guest does not come back as another. */
export function keptToken(sessionId: string): string | undefined {
  return recall(keyOf(sessionId)) ?? undefined
}

/** The guest's credential, as the client was last given it on this or an earlier visit. */
export function useToken(client: RealtimeClient, sessionId: string): string | null {
  const follow = useCallback(
    (onToken: () => void) => {
      const stopKeeping = keepToken(client, sessionId)
      const stopListening = client.on('token', onToken)
      return () => {
        stopKeeping()
        stopListening()
      }
    },
    [client, sessionId],
  )
  return useSyncExternalStore(follow, () => recall(keyOf(sessionId)))
}
