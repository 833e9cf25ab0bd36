import type { RealtimeClient, Trouble } from '@guestwall/client'
import type { PublicSession } from '@guestwall/protocol'
import { useEffect, useRef, useState } from 'react'
import type { FailureCode } from '../shared/error-sentences.ts'
import { guestClient } from '../shared/guest-client.ts'
import { outcomeOf } from '../shared/outcome.ts'
import { isNameRefusal } from './closing.ts'
import { openClient } from './open-client.ts'
import { keepToken, keptToken } from './use-token.ts'

/** Joining under a name: a client that has a guest is handed on, and a refusal is told where the name can be changed. */
export interface Join {
  readonly isBusy: boolean
  /** Why the last name was not taken, or what keeps it from the wall: it goes on trying then. */
  readonly refusal: string | null
  readonly join: (name: string) => void
}

const CODE_OF_TROUBLE: Readonly<Record<Trouble, FailureCode>> = { network: 'network', server: 'unavailable', portal: 'foreign' }

/** `onJoined`: the client is connected and is the caller's from then on. */
export function useJoin({ id }: PublicSession, onJoined: (client: RealtimeClient, name: string) => void): Join {
  const [isBusy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const trying = useRef<RealtimeClient | null>(null)
  const giveUp = (): void => {
    trying.current?.close()
    trying.current = null
  }
  useEffect(() => giveUp, [])

  const join = (name: string): void => {
    giveUp()
    const source = new URLSearchParams(location.search).get('t') ?? undefined
    const client = openClient({ session: id, guestName: name, join: { source, previous: keptToken(id) } })
    trying.current = client
    setBusy(true)
    setRefusal(null)
    const look = (): void => {
      const { guest, state, closedReason, trouble } = client.getSnapshot()
      if (trying.current !== client) return
      setRefusal(trouble === null ? closedReason : CODE_OF_TROUBLE[trouble])
      if (guest === null && state !== 'closed') return
      unsubscribe()
      trying.current = null
      setBusy(false)
      if (state !== 'closed') onJoined(client, name)
    }
    keepToken(client, id)
    const unsubscribe = client.subscribe(look)
    client.connect()
    look()
  }
  return { isBusy, refusal, join }
}

/**
 * Why a name would be refused, `null` where nothing is known against it. Joining writes nothing, so it can be asked for a name's sake; who
 * cannot be asked now refuses nothing.
 */
export async function nameRefusal(sessionId: string, guestName: string): Promise<string | null> {
  const answer = await outcomeOf(guestClient().join(sessionId, guestName))
  return !answer.ok && isNameRefusal(answer.failure.code) ? answer.failure.code : null
}
