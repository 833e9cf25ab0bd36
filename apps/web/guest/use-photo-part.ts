import type { RealtimeClient } from '@guestwall/client'
import { useEffect, useMemo, useState } from 'react'
import type { PhotoPart } from './photo/photo-part.ts'
import { keptToken } from './use-token.ts'

/** The part of the page that photos need, and its desk. */
export interface PhotoRoom extends Pick<PhotoPart, 'PhotoBar' | 'PhotoButton' | 'NotePhoto'> {
  readonly desk: InstanceType<PhotoPart['PhotoDesk']>
}

/** The part is asked for again after this time where the network gave none. */
const AGAIN_MS = 5_000

/** Loads what photos need when they are needed, so that the first message waits for none of it. `null` until it is there. */
export function usePhotoRoom(isNeeded: boolean, client: RealtimeClient, session: string): PhotoRoom | null {
  const [part, setPart] = useState<PhotoPart | null>(null)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    if (!isNeeded || part !== null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let isHere = true
    import('./photo/photo-part.ts').then(
      ({ photoPart }) => isHere && setPart(photoPart),
      () => {
        timer = setTimeout(() => setTries(tries + 1), AGAIN_MS)
      },
    )
    return () => {
      isHere = false
      clearTimeout(timer)
    }
  }, [isNeeded, part, tries])
  const room = useMemo(
    () => part && { ...part, desk: new part.PhotoDesk({ client, session, token: () => keptToken(session) ?? null }) },
    [part, client, session],
  )
  useEffect(() => {
    room?.desk.open()
    return () => room?.desk.close()
  }, [room])
  return room
}
