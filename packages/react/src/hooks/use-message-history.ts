import type { WallMessage } from '@guestwall/protocol'
import { useMemo, useSyncExternalStore } from 'react'
import { createMessageHistory, type HistoryClient, NO_HISTORY, type ReadHistoryPage } from '../history/message-history.ts'
import { useLatest } from './use-latest.ts'

/** Messages from before the wall's window. */
export interface OlderMessagesView {
  /** Oldest first. */
  readonly older: readonly WallMessage[]
  /** Reads another page; `null` when nothing is older, or nothing can be read. */
  readonly loadOlder: (() => void) | null
  readonly isLoading: boolean
  /** From now on messages that leave the window are older ones too, without a page. For an effect: it needs the mounted component. */
  readonly follow: () => void
}

/** The messages from before the window of a client's wall, without a provider. `readPage`: `null` while no page can be read. */
export function useMessageHistory(client: HistoryClient, readPage: ReadHistoryPage | null): OlderMessagesView {
  const read = useLatest((before: number) => (readPage === null ? Promise.reject(new Error('not joined yet')) : readPage(before)))
  const history = useMemo(() => createMessageHistory(client, read), [client, read])
  const { older, hasOlder, isLoading } = useSyncExternalStore(history.subscribe, history.getSnapshot, () => NO_HISTORY)
  return { older, loadOlder: hasOlder && readPage !== null ? history.loadOlder : null, isLoading, follow: history.follow }
}
