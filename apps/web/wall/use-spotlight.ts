import type { RealtimeClient } from '@guestwall/client'
import { GuestClient } from '@guestwall/client/guest'
import { photoOf } from '@guestwall/client/photos'
import type { ScreenState } from '@guestwall/protocol'
import type { FlowMessage } from '@guestwall/react'
import { useEffect, useState } from 'react'
import { outcomeOf } from '../shared/outcome.ts'

/**
 * The message that is shown large, if it is on the wall. One that is older than the wall of this client is read from the history, which has only
 * what is shown; from then on the log says when it is taken away (SCREEN-3).
 */
export function useSpotlight(
  client: RealtimeClient,
  { sessionId, token }: { readonly sessionId: string; readonly token: string },
  spotlight: ScreenState['spotlight'],
  messages: readonly FlowMessage[],
): FlowMessage | null {
  const [older, setOlder] = useState<FlowMessage | null>(null)
  const inWindow = spotlight === null ? undefined : messages.find(({ key }) => key === spotlight.id)
  const oldest = messages.find(({ isPinned }) => !isPinned)?.order ?? Number.POSITIVE_INFINITY
  const id = spotlight?.id ?? null
  const eventId = spotlight?.eventId ?? 0
  const isOlder = id !== null && inWindow === undefined && eventId < oldest
  useEffect(() => {
    if (!isOlder || id === null) return
    let isOver = false
    const forget = client.on('event', ({ type, data }) => {
      if ((type === 'message.rejected' || type === 'message.removed') && data.id === id) {
        isOver = true
        setOlder(null)
      }
    })
    void outcomeOf(new GuestClient().session(sessionId, token).history(eventId + 1, { limit: 1 })).then((answer) => {
      const message = answer.ok ? answer.value.messages[0] : undefined
      if (isOver || message?.id !== id) return
      const { guestName: name, content, pinned: isPinned } = message
      setOlder({ key: id, order: eventId, name, content, isPinned, photo: photoOf(message) ?? undefined })
    })
    return () => {
      isOver = true
      forget()
    }
  }, [client, isOlder, id, eventId, sessionId, token])
  if (inWindow !== undefined) return inWindow
  return isOlder && older?.key === id ? older : null
}
