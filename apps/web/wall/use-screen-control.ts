import { readScreenControl } from '@guestwall/client/screen'
import type { RealtimeClient } from '@guestwall/client'
import { type ScreenState, screenState } from '@guestwall/protocol'
import { useSnapshot } from '@guestwall/react'
import { useEffect, useState } from 'react'
import { keepAsking } from '../shared/keep-asking.ts'
import { outcomeOf } from '../shared/outcome.ts'
import { keepControl, type KnownControl, learnControl } from './known-control.ts'

export interface OwnControl {
  readonly state: ScreenState
  readonly version: number
  /** The id of this screen; `null` before the first welcome. */
  readonly screenId: string | null
}

/**
 * The state that hosts have set for this screen; `null` until it is known, because a screen that was made blank must not show a message
 * first. It is read with each connection and in each log that begins anew, and follows the log in between.
 */
export function useScreenControl(client: RealtimeClient, sessionId: string, token: string): OwnControl | null {
  const [known, setKnown] = useState<KnownControl | null>(null)
  const isConnected = useSnapshot(client, ({ state }) => state === 'connected')
  const screenId = useSnapshot(client, ({ guest }) => guest?.id ?? null)
  // A client that has ended has nothing to ask with.
  const hasWall = useSnapshot(client, ({ wall, state }) => wall !== null && state !== 'closed')
  const [resets, setResets] = useState(0)
  useEffect(
    () =>
      client.on('event', ({ type, data }) => {
        if (type === 'screen.changed') setKnown((before) => learnControl(before, data.control))
      }),
    [client],
  )
  useEffect(
    () =>
      client.on('reset', () => {
        setKnown(keepControl)
        setResets((before) => before + 1)
      }),
    [client],
  )
  useEffect(() => {
    if (!hasWall) return
    let isOver = false
    const stop = keepAsking(async () => {
      const answer = await outcomeOf(readScreenControl(sessionId, token, { retries: 0 }))
      // An answer to a question from before the log began anew is none.
      if (answer.ok && !isOver) setKnown((before) => learnControl(before, answer.value))
      return answer.ok
    })
    return () => {
      isOver = true
      stop()
    }
  }, [hasWall, isConnected, resets, sessionId, token])
  if (known === null) return null
  return { state: screenState(known.control, screenId ?? ''), version: known.control.version, screenId }
}
