import { showScreen } from '@guestwall/client/host'
import type { ClosedReason } from '@guestwall/client'
import { useEffect, useEffectEvent } from 'react'
import { keepAsking } from '../shared/keep-asking.ts'
import { outcomeOf } from '../shared/outcome.ts'

/** A token of this length stands in the host's list, and can be revoked. */
export const LISTED = 22

/**
 * Calls `onSentAway` when a host has revoked the screen's credential. A refused token alone says nothing: the picture stays until the server says
 * that it was revoked.
 */
export function useSentAway(token: string, closedReason: ClosedReason | null, onSentAway: () => void): void {
  const sentAway = useEffectEvent(onSentAway)
  const isRefused = closedReason === 'unauthorised' && token.length === LISTED
  useEffect(() => {
    if (!isRefused) return
    return keepAsking(async () => {
      const answer = await outcomeOf(showScreen(token, { retries: 0 }))
      if (answer.ok && answer.value.state === 'revoked') sentAway()
      return answer.ok
    })
  }, [isRefused, token])
}
