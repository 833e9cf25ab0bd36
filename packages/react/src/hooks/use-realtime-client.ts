import { RealtimeClient, type RealtimeClientOptions } from '@guestwall/client'
import { useEffect, useMemo } from 'react'

/**
 * A client that lives as long as the component: connected when it is on the page, closed when it goes. Another `url`, `session` or `token`
 * is another client; whatever else changes in `options` is read by the next one. Strict mode and hot reloading leave one client.
 *
 *     const client = useRealtimeClient({ session, guestName })
 *     const { messages } = useGuestwall(client)
 */
export function useRealtimeClient(options: RealtimeClientOptions): RealtimeClient {
  const { url, session, token } = options
  // A client does nothing before `connect`: one that React throws away leaves no trace.
  const client = useMemo(() => new RealtimeClient(options), [url, session, token])
  useEffect(() => {
    client.connect()
    return () => client.close()
  }, [client])
  return client
}
