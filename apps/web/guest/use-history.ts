import type { ClientSnapshot, RealtimeClient } from '@guestwall/client'
import { type History, useMessageHistory, withOlder } from '@guestwall/react'
import { useMemo } from 'react'
import { guestClient } from '../shared/guest-client.ts'

const PAGE = 50
/** After the end a phone reads the whole wall, in fewer requests. */
const ENDED_PAGE = 200

/** The client's messages with older ones before them, page by page. */
export function useHistory(client: RealtimeClient, token: string | null, sessionId: string, snapshot: ClientSnapshot): History {
  const readPage =
    token === null
      ? null
      : (before: number) =>
          guestClient()
            .session(sessionId, token)
            .history(before, { limit: snapshot.wall?.session.state === 'ended' ? ENDED_PAGE : PAGE })
  const { older, loadOlder, isLoading, follow } = useMessageHistory(client, readPage)
  const ownId = snapshot.guest?.id ?? null
  const messages = useMemo(() => withOlder(older, snapshot.messages, ownId), [older, snapshot.messages, ownId])
  return { messages, loadOlder, isLoading, follow }
}
