import { RealtimeClient, type RealtimeClientOptions } from '@guestwall/client'
import { useSnapshot } from '@guestwall/react'
import { useEffect, useState } from 'react'

/** A refused link is tried again this often: a server that cannot check credentials now (its clock, its secret) may later. */
const TRY_AGAIN_MS = 60_000
/** Such a page says within 5 s that its network is frozen, without a socket too (CONN-10). */
const POLL_WAIT_SECONDS = 1

/**
 * The client of a page that runs unattended, such as a wall screen or a console. Where its link is refused, what is on the page stays, and the link
 * is tried again by a second client, at once where there is a new one. When that has a wall, it takes the place of the first. `transports` stay those of
 * the first call.
 */
export function useLastingClient(session: string, token: string, transports: RealtimeClientOptions['transports'] = {}): RealtimeClient {
  const [options] = useState({ session, pollWaitSeconds: POLL_WAIT_SECONDS, transports })
  const [{ client, used }, setCurrent] = useState(() => ({ client: new RealtimeClient({ ...options, token }), used: token }))
  useEffect(() => {
    client.connect()
    return () => client.close()
  }, [client])
  const isRefused = useSnapshot(client).closedReason === 'unauthorised'
  useEffect(() => {
    if (!isRefused) return
    let trial: RealtimeClient | null = null
    const tryAgain = (): void => {
      trial?.close()
      const next = new RealtimeClient({ ...options, token })
      trial = next
      next.subscribe(() => {
        if (trial !== next || next.getSnapshot().wall === null) return
        trial = null
        setCurrent({ client: next, used: token })
      })
      next.connect()
    }
    if (token !== used) tryAgain()
    const timer = setInterval(tryAgain, TRY_AGAIN_MS)
    return () => {
      clearInterval(timer)
      trial?.close()
    }
  }, [isRefused, options, token, used])
  return client
}
