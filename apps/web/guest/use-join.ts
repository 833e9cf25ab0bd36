import type { RealtimeClient, Trouble } from '@guestwall/client'
import type { PublicSession } from '@guestwall/protocol'
import { useEffect, useEffectEvent, useState } from 'react'
import type { FailureCode } from '../shared/error-sentences.ts'
import { loadRoomPart, type RoomPart } from './load-room-part.ts'
import { usePart } from './use-part.ts'
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
  const [asked, setAsked] = useState<{ readonly name: string } | null>(null)
  // Who is faster than the line waits for the rest of the page.
  const part = usePart(loadRoomPart, true)

  /** Returns the end of the try. */
  const start = useEffectEvent((openClient: RoomPart['openClient'], name: string) => {
    const source = new URLSearchParams(location.search).get('t') ?? undefined
    const client = openClient({ session: id, guestName: name, join: { source, previous: keptToken(id) } })
    let isTrying = true
    const look = (): void => {
      const { guest, state, closedReason, trouble } = client.getSnapshot()
      if (!isTrying) return
      setRefusal(trouble === null ? closedReason : CODE_OF_TROUBLE[trouble])
      if (guest === null && state !== 'closed') return
      isTrying = false
      unsubscribe()
      setBusy(false)
      if (state !== 'closed') onJoined(client, name)
    }
    keepToken(client, id)
    const unsubscribe = client.subscribe(look)
    client.connect()
    look()
    return () => {
      if (isTrying) client.close()
      isTrying = false
    }
  })
  useEffect(() => (part && asked ? start(part.openClient, asked.name) : undefined), [part, asked])

  const join = (name: string): void => {
    setAsked({ name })
    setBusy(true)
    setRefusal(null)
  }
  return { isBusy, refusal, join }
}
