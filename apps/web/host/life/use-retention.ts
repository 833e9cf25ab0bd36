import type { SessionHost } from '@guestwall/client/host'
import type { Retention, Session } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import { outcomeOf } from '../../shared/outcome.ts'

/**
 * How long the session's data is kept, once it is wanted; `null` before. Asked again after each change of the session: each is an event, from which
 * the days count.
 */
export function useRetention(host: SessionHost, session: Session | null, isWanted: boolean): Retention | null {
  const [retention, setRetention] = useState<Retention | null>(null)
  useEffect(() => {
    let isCurrent = isWanted
    if (isWanted) void outcomeOf(host.getRetention()).then((answer) => isCurrent && answer.ok && setRetention(answer.value))
    return () => {
      isCurrent = false
    }
  }, [isWanted, host, session])
  return retention
}
