import { RealtimeClient, type RealtimeClientOptions } from '@guestwall/client'
import { useEffect, useState } from 'react'

/**
 * A client that is connected while the component is mounted. Another `url`, `session` or `token` makes another client; other changes of
 * `options` are ignored until then. Strict mode and hot reloading keep the connection.
 *
 *     const client = useRealtimeClient({ session, guestName })
 *     const { messages } = useSnapshot(client)
 */
export function useRealtimeClient(options: RealtimeClientOptions): RealtimeClient {
  const identity = JSON.stringify([options.url, options.session, options.token])
  // A client has no side effect before `connect`, so React may discard one that it made.
  const make = () => ({ identity, client: new RealtimeClient(options) })
  const [made, setMade] = useState(make)
  let { client } = made
  if (made.identity !== identity) {
    const next = make()
    client = next.client
    setMade(next)
  }
  useConnected(client)
  return client
}

/** Connects the client while the component is mounted. */
function useConnected(client: RealtimeClient): void {
  const [closing] = useState(() => new Set<RealtimeClient>())
  useEffect(() => {
    closing.delete(client)
    client.connect()
    return () => {
      // Strict mode and hot reloading run the effect again in the same task: close only if they have not.
      closing.add(client)
      queueMicrotask(() => {
        if (closing.delete(client)) client.close()
      })
    }
  }, [client, closing])
}
