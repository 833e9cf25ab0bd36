import type { Wall, WallMessage } from '@guestwall/protocol'
import { useState } from 'react'
import type { HostCalls } from './host-calls.ts'

export interface OlderView {
  readonly older: { readonly messages: readonly WallMessage[]; readonly forget: (id: string) => void }
  /** `null`: nothing is older. */
  readonly load: (() => void) | null
  readonly isLoading: boolean
}

/** Messages from before the window, page by page. */
export function useOlder(wall: Wall | null, calls: HostCalls): OlderView {
  const [messages, setMessages] = useState<readonly WallMessage[]>([])
  const [cursor, setCursor] = useState<string | null | undefined>(undefined)
  const [isLoading, setLoading] = useState(false)
  const start = wall?.messages.find((message) => !message.pinned)?.eventId
  const from = cursor === undefined ? start?.toString() : (cursor ?? undefined)
  const shown = wall?.messages.filter((message) => message.status === 'shown').length ?? 0
  const hasMore = wall !== null && wall.messageCount > shown + messages.length

  const loadPage = async (): Promise<void> => {
    if (isLoading || from === undefined) return
    setLoading(true)
    const page = await calls.older(from)
    setLoading(false)
    if (!page.ok) return
    setMessages((known) => [...known, ...page.value.messages.filter((message) => !known.some((other) => other.id === message.id))])
    setCursor(page.value.nextCursor)
  }
  const forget = (id: string): void => setMessages((known) => known.filter((message) => message.id !== id))
  return { older: { messages, forget }, load: hasMore && from !== undefined ? () => void loadPage() : null, isLoading }
}
