import type { ViewMessage } from '@guestwall/client'
import type { WallMessage } from '@guestwall/protocol'
import { useMemo } from 'react'
import type { ReadHistoryPage } from '../history/message-history.ts'
import { useGuestwallClient } from './use-guestwall.ts'
import { useMessageHistory } from './use-message-history.ts'
import { useMessages } from './use-messages.ts'
import { useGuest } from './use-session.ts'

/** The messages of the wall with older ones before them. */
export interface History {
  /** Oldest first. */
  readonly messages: readonly ViewMessage[]
  /** Reads another page; `null` when nothing is older, or nothing can be read. */
  readonly loadOlder: (() => void) | null
  readonly isLoading: boolean
  /** From now on messages that leave the window of the client stay in `messages`: the reader has left the end. */
  readonly follow: () => void
}

/**
 * The messages of the wall, with older ones page by page. `readPage` reads a page before an event; `null` while it cannot, for example
 * before the guest has joined.
 *
 *     const { messages, loadOlder, isLoading, follow } = useHistory((before) => guest.session(id, token).history(before))
 *     <MessageStream messages={messages} onOlder={loadOlder} isLoadingOlder={isLoading} onLeaveEnd={follow} />
 */
export function useHistory(readPage: ReadHistoryPage | null): History {
  const { older, loadOlder, isLoading, follow } = useMessageHistory(useGuestwallClient(), readPage)
  const window = useMessages()
  const ownId = useGuest()?.id ?? null
  const messages = useMemo(() => withOlder(older, window, ownId), [older, window, ownId])
  return { messages, loadOlder, isLoading, follow }
}

/** Older messages and the window as one list. The window is newer, so its copy of a message wins. The view of an older message keeps its identity: a list renders it once. */
export function withOlder(older: readonly WallMessage[], window: readonly ViewMessage[], ownId: string | null): readonly ViewMessage[] {
  if (older.length === 0) return window
  const present = new Set(window.map(({ message }) => message.id))
  return [...older.filter(({ id }) => !present.has(id)).map((message) => viewOf(message, message.guestId === ownId)), ...window]
}

const views = new WeakMap<WallMessage, ViewMessage>()

/** Under the key that it has in the window of the client: a message that leaves the window stays the same row. */
function viewOf(message: WallMessage, isMine: boolean): ViewMessage {
  const known = views.get(message)
  if (known?.isMine === isMine) return known
  const view: ViewMessage = {
    viewKey: isMine ? message.key : message.id,
    message,
    isMine,
    delivery: isMine ? 'shown' : null,
    refusal: null,
  }
  views.set(message, view)
  return view
}
