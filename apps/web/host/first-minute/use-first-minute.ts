import type { Session } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import { recall, remember } from '../../shared/storage.ts'

/** The facts of a session that are known when its console opens. */
export interface Opening {
  readonly state: Session['state']
  readonly isHost: boolean
  readonly hasMessages: boolean
}

/** Whether this browser goes through the first minute of a session; kept, so that a reload goes on with it and the end is for good. */
export type FirstMinuteState = 'on' | 'over'

export interface FirstMinute {
  readonly isOn: boolean
  /** Never again in this browser. It stays on the page until `finish`. */
  readonly keepOver: () => void
  /** The host turns to another part: what is done does not come back. */
  readonly leave: () => void
  readonly finish: () => void
}

/** A host's console of a wall without a message begins with the first minute; a helper's, and one of a wall in use, never does. */
export function beginning({ state, isHost, hasMessages }: Opening): FirstMinuteState {
  return isHost && !hasMessages && state !== 'ended' ? 'on' : 'over'
}

const keyOf = (sessionId: string): string => `first-minute:${sessionId}`

/** `opening`: `null` until the session is known. */
export function useFirstMinute(sessionId: string, opening: Opening | null): FirstMinute {
  const [state, setState] = useState(() => recall(keyOf(sessionId)))
  if (state === null && opening !== null) setState(beginning(opening))
  useEffect(() => {
    if (state !== null) remember(keyOf(sessionId), state)
  }, [sessionId, state])
  return {
    isOn: state === 'on' && opening !== null && opening.state !== 'ended',
    keepOver: () => void remember(keyOf(sessionId), 'over'),
    leave: () => {
      if (recall(keyOf(sessionId)) === 'over') setState('over')
    },
    finish: () => setState('over'),
  }
}
