import type { RealtimeClient, ViewMessage } from '@guestwall/client'
import { useEffect, useRef, useState } from 'react'
import { type NotShown, notShownAfter } from './not-shown.ts'

const NONE: NotShown = new Set()

/** `dismiss`: the guest has read it. */
export interface NotShownCount {
  readonly count: number
  readonly dismiss: () => void
}

/** How many of this guest's messages a host rejected or removed while the page was open, until the guest has read it. */
export function useNotShown(client: RealtimeClient, messages: readonly ViewMessage[]): NotShownCount {
  const [notShown, setNotShown] = useState(NONE)
  const own = useRef(new Set<string>())
  useEffect(() => {
    for (const { isMine, message } of messages) if (isMine) own.current.add(message.id)
  }, [messages])
  useEffect(() => client.on('event', (event) => setNotShown((known) => notShownAfter(known, event, (id) => own.current.has(id)))), [client])
  return { count: notShown.size, dismiss: () => setNotShown(NONE) }
}
