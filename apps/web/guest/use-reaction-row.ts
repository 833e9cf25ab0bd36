import type { RealtimeClient } from '@guestwall/client'
import type { ReactionClient } from '@guestwall/client/reactions'
import { useEffect, useState } from 'react'
import { joinReactions } from './reacting-client.ts'
import type { ReactionRow } from './reaction-row.tsx'

/** The reactions and the row that shows them. */
export interface LoadedReactions {
  readonly Row: typeof ReactionRow
  readonly reactions: ReactionClient
}

/** Loads what reactions need once they are on: the first message does not wait for it. `null`: off, or not there yet. */
export function useReactionRow(client: RealtimeClient, sessionId: string, isOn: boolean): LoadedReactions | null {
  const [loaded, setLoaded] = useState<LoadedReactions | null>(null)
  useEffect(() => {
    if (!isOn) return
    let isOver = false
    const load = async (): Promise<void> => {
      const [reactions, { ReactionRow: Row }] = await Promise.all([joinReactions(client, sessionId), import('./reaction-row.tsx')])
      if (!isOver && reactions !== null) setLoaded({ Row, reactions })
    }
    // Without them the room works as before; the next visit tries again.
    load().catch(() => undefined)
    return () => {
      isOver = true
    }
  }, [client, sessionId, isOn])
  return isOn ? loaded : null
}
