import type { ClientSnapshot, ViewMessage } from '@guestwall/client'
import type { WallMessage } from '@guestwall/protocol'
import { useMemo } from 'react'
import { guestClient } from '../shared/guest-client.ts'
import { outcomeOf } from '../shared/outcome.ts'
import { type OlderView, useOlder } from '../shared/use-older.ts'

export interface HistoryView {
  readonly messages: readonly ViewMessage[]
  readonly older: Pick<OlderView, 'load' | 'isLoading'>
}

const PAGE = 50

/** The client's messages with older ones before them, page by page. */
export function useHistory(token: string | null, sessionId: string, { wall, messages: window, guest }: ClientSnapshot): HistoryView {
  const older = useOlder(
    wall,
    token === null ? null : (before) => outcomeOf(guestClient().session(sessionId, token).history(before, { limit: PAGE })),
  )
  const messages = useMemo(() => withOlder(older.messages, window, guest?.id ?? null), [older.messages, window, guest])
  return { messages, older }
}

/** Older ones and the window as one ascending list. The window's word is newer, so it wins. */
export function withOlder(older: readonly WallMessage[], window: readonly ViewMessage[], ownId: string | null): readonly ViewMessage[] {
  if (older.length === 0) return window
  const present = new Set(window.map((entry) => entry.message.id))
  return [...older.filter((message) => !present.has(message.id)).map((message) => entryOf(message, ownId)), ...window]
}

function entryOf(message: WallMessage, ownId: string | null): ViewMessage {
  const isMine = message.guestId === ownId
  return { viewKey: message.id, message, isMine, delivery: isMine ? 'shown' : null, refusal: null }
}
