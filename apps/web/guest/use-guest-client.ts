import type { RealtimeClient } from '@guestwall/client'
import { useEffect, useState } from 'react'
import { openClient } from './open-client.ts'

/** One client for as long as the guest is inside. A later name travels with each message, so it needs no new client. */
export function useGuestClient(joined: RealtimeClient | null, session: string, guestName: string): RealtimeClient {
  const [client] = useState(() => joined ?? openClient({ session, guestName }))
  useEffect(() => {
    client.connect()
    return () => client.close()
  }, [client])
  return client
}
