import { readScreenControl } from '@guestwall/client/screen'
import type { RealtimeClient } from '@guestwall/client'
import { type ScreenControl, type ScreenState, screenState } from '@guestwall/protocol'
import { useSnapshot } from '@guestwall/react'
import { useEffect, useState } from 'react'
import { keepAsking } from '../shared/keep-asking.ts'
import { outcomeOf } from '../shared/outcome.ts'

export interface OwnControl {
  readonly state: ScreenState
  readonly version: number
  /** The id of this screen; `null` before the first welcome. */
  readonly screenId: string | null
}

/**
 * The state that hosts have set for this screen; `null` until it is known, because a screen that was made blank must not show a message
 * first. It is read with each connection and follows the log in between: the higher version is valid.
 */
export function useScreenControl(client: RealtimeClient, sessionId: string, token: string): OwnControl | null {
  const [control, setControl] = useState<ScreenControl | null>(null)
  const isConnected = useSnapshot(client, ({ state }) => state === 'connected')
  const screenId = useSnapshot(client, ({ guest }) => guest?.id ?? null)
  // A client that has ended has nothing to ask with.
  const hasWall = useSnapshot(client, ({ wall, state }) => wall !== null && state !== 'closed')
  useEffect(() => {
    const learn = (next: ScreenControl): void => setControl((known) => (known !== null && known.version > next.version ? known : next))
    return client.on('event', ({ type, data }) => {
      if (type === 'screen.changed') learn(data.control)
    })
  }, [client])
  // In another epoch the versions begin anew: what is read then is valid, whatever was known.
  const [epochs, setEpochs] = useState(0)
  useEffect(
    () =>
      client.on('reset', () => {
        setControl(null)
        setEpochs((known) => known + 1)
      }),
    [client],
  )
  useEffect(() => {
    if (!hasWall) return
    return keepAsking(async () => {
      const answer = await outcomeOf(readScreenControl(sessionId, token, { retries: 0 }))
      if (answer.ok) setControl((known) => (known !== null && known.version > answer.value.version ? known : answer.value))
      return answer.ok
    })
  }, [hasWall, isConnected, epochs, sessionId, token])
  if (control === null) return null
  return { state: screenState(control, screenId ?? ''), version: control.version, screenId }
}
