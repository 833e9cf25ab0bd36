import { RealtimeClient, type RealtimeClientOptions } from '@guestwall/client'
import { useSnapshot } from '@guestwall/react'
import { useEffect, useState } from 'react'
import { forgetSession } from './forget-session.ts'
import { guestClient } from './guest-client.ts'
import { outcomeOf } from './outcome.ts'

/** A refused link is tried again this often: a server that cannot check credentials now (its clock, its secret) may later. */
const TRY_AGAIN_MS = 60_000
/** Such a page says within 5 s that its network is frozen, without a socket too (CONN-10). */
const POLL_WAIT_SECONDS = 1

export interface LastingClient {
  readonly client: RealtimeClient
  /** The session is deleted: the page may show nothing of it, and ask for nothing. */
  readonly isGone: boolean
}

/**
 * The client of a page that runs unattended, such as a wall screen or a console. Where its link is refused, what is on the page stays, and the link
 * is tried again by a second client, at once where there is a new one. When that has a wall, it takes the place of the first. A link goes with its
 * session: where it is refused because of that, the session is gone. `transports` stay those of the first call.
 */
export function useLastingClient(session: string, token: string, transports: RealtimeClientOptions['transports'] = {}): LastingClient {
  const [options] = useState({ session, pollWaitSeconds: POLL_WAIT_SECONDS, transports })
  const [{ client, used }, setCurrent] = useState(() => ({ client: new RealtimeClient({ ...options, token }), used: token }))
  useEffect(() => {
    client.connect()
    return () => client.close()
  }, [client])
  const [isUnknown, setUnknown] = useState(false)
  const reason = useSnapshot(client, ({ closedReason }) => closedReason)
  const isGone = isUnknown || reason === 'session_not_found'
  useEffect(() => {
    if (isGone) forgetSession(session)
  }, [isGone, session])
  const isRefused = reason === 'unauthorised' && !isGone
  useEffect(() => {
    if (!isRefused) return
    let trial: RealtimeClient | null = null
    let isOver = false
    const lookUp = async (): Promise<void> => {
      const found = await outcomeOf(guestClient().findSession(options.session))
      if (!isOver && !found.ok && found.failure.code === 'session_not_found') setUnknown(true)
    }
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
    void lookUp()
    if (token !== used) tryAgain()
    const timer = setInterval(() => {
      void lookUp()
      tryAgain()
    }, TRY_AGAIN_MS)
    return () => {
      isOver = true
      clearInterval(timer)
      trial?.close()
    }
  }, [isRefused, options, token, used])
  return { client, isGone }
}
