import type { RealtimeClient } from '@guestwall/client'
import { useEffect, useMemo } from 'react'
import type { PhotoPart } from './photo/photo-part.ts'
import { usePart } from './use-part.ts'
import { keptToken } from './use-token.ts'

/** The part of the page that photos need, and its desk. */
export interface PhotoRoom extends Pick<PhotoPart, 'PhotoBar' | 'PhotoButton' | 'NotePhoto'> {
  readonly desk: InstanceType<PhotoPart['PhotoDesk']>
}

const loadPhotoPart = async (): Promise<PhotoPart> => (await import('./photo/photo-part.ts')).photoPart

/** Loads what photos need when they are needed, so that the first message waits for none of it. `null` until it is there. */
export function usePhotoRoom(isNeeded: boolean, client: RealtimeClient, session: string): PhotoRoom | null {
  const part = usePart(loadPhotoPart, isNeeded)
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
