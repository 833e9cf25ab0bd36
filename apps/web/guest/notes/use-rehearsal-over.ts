import type { SessionState } from '@guestwall/protocol'
import { useState } from 'react'
import { type RehearsalSeen, seeRehearsal } from './rehearsal-over.ts'

/** Whether the rehearsal ended while this page was open, until there is a message of the real evening. */
export function useRehearsalOver(state: SessionState, messages: number): boolean {
  const [seen, setSeen] = useState<RehearsalSeen>({ state, left: null })
  const now = seeRehearsal(seen, state, messages)
  if (now !== seen) setSeen(now)
  return now.left !== null
}
