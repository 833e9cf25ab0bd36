import type { ClientSnapshot, ViewMessage } from '@guestwall/client'
import { HistorySchema, type Wall } from '@guestwall/protocol'
import { useEffect, useMemo, useRef, useState } from 'react'
import { callApi } from '../shared/http.ts'
import { followWindow, hasMoreThanWindow, NOTHING_OLDER, oldestEventId, withOlder, withPage } from './history.ts'

export interface HistoryView {
  readonly messages: readonly ViewMessage[]
  readonly older: { readonly load: (() => void) | null; readonly isLoading: boolean }
}

const PAGE = 50

/** The client's messages with older ones before them, page by page, for whoever scrolls that far. */
export function useHistory(token: string | null, sessionId: string, { wall, messages: window, guest }: ClientSnapshot): HistoryView {
  const [older, setOlder] = useState(NOTHING_OLDER)
  const [isLoading, setLoading] = useState(false)
  const before = useRef<Wall | null>(null)
  useEffect(() => {
    const earlier = before.current
    before.current = wall
    if (earlier !== null && wall !== null && earlier !== wall) setOlder((known) => followWindow(known, earlier, wall))
  }, [wall])

  const loadPage = async (): Promise<void> => {
    const from = older.nextBefore ?? (wall === null ? null : oldestEventId(wall))
    if (isLoading || from === null || token === null) return
    setLoading(true)
    const page = await callApi(HistorySchema, `/api/sessions/${sessionId}/messages?before=${from}&limit=${PAGE}`, { token })
    setLoading(false)
    if (page.ok) setOlder((known) => withPage(known, page.value.messages, page.value.nextBefore))
  }

  const messages = useMemo(() => withOlder(older, window, guest?.id ?? null), [older, window, guest])
  const hasOlder = token !== null && older.nextBefore !== null && wall !== null && hasMoreThanWindow(wall)
  return { messages, older: { load: hasOlder ? () => void loadPage() : null, isLoading } }
}
