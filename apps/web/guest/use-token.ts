import type { RealtimeClient } from '@guestwall/client'
import { useEffect, useState } from 'react'
import { recall, remember } from '../shared/storage.ts'

/** The guest's credential, as the client was last given it on this or an earlier visit. */
export function useToken(client: RealtimeClient, sessionId: string): string | null {
  const key = `pass:${sessionId}`
  const [token, setToken] = useState(() => recall(key))
  useEffect(
    () =>
      client.on('token', (issued) => {
        remember(key, issued)
        setToken(issued)
      }),
    [client, key],
  )
  return token
}
