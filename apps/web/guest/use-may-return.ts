import { useEffect, useState } from 'react'
import { guestClient } from '../shared/guest-client.ts'
import { outcomeOf } from '../shared/outcome.ts'
import { keptToken } from './use-token.ts'

/**
 * Whether a guest whom the host removed may come back as another: a banned one may not. `null` while nobody knows. Joining writes nothing, so it can
 * be asked.
 */
export function useMayReturn(sessionId: string, name: string): boolean | null {
  const [mayReturn, setMayReturn] = useState<boolean | null>(null)
  useEffect(() => {
    let isOver = false
    const ask = async (): Promise<void> => {
      const answer = await outcomeOf(guestClient().join(sessionId, name, { previous: keptToken(sessionId) }))
      // Another refusal says nothing of the guest: the form of the name will say it.
      if (!isOver) setMayReturn(answer.ok || answer.failure.code !== 'removed')
    }
    void ask()
    return () => {
      isOver = true
    }
  }, [sessionId, name])
  return mayReturn
}
