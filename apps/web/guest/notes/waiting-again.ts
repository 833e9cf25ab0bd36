import type { ViewMessage } from '@guestwall/client'
import { isMessage, type WallEvent, type WallMessage } from '@guestwall/protocol'

/** The guest's list shows a message that waits for a day. */
const KEPT_MS = 24 * 60 * 60_000

/** Messages of this guest that a host put back among those that wait, or gave back to the hosts alone (MOD-10). Only their author hears of it. */
export type WaitingAgain = readonly WallMessage[]

export function waitingAgainAfter(known: WaitingAgain, { type, data }: WallEvent): WaitingAgain {
  const id = 'id' in data ? data.id : null
  const others = known.filter((message) => message.id !== id)
  if (type === 'message.held') return [...others, data]
  const isOver = type === 'message.shown' || 'wasShown' in data
  return isOver && others.length < known.length ? others : known
}

/** Those that an earlier page kept as JSON. Nothing where it cannot be read: what is stored on a phone may be of another version. */
export function readWaitingAgain(kept: string | null, nowMs: number): WaitingAgain {
  try {
    const again: unknown = JSON.parse(kept ?? '[]')
    return Array.isArray(again) ? again.filter(isMessage).filter(({ createdAt }) => nowMs - Date.parse(createdAt) < KEPT_MS) : []
  } catch {
    return []
  }
}

/** Those that the page has from nowhere else, as the list shows one's own. */
export function viewsOf(again: WaitingAgain, messages: readonly ViewMessage[]): ViewMessage[] {
  const known = new Set(messages.map(({ message }) => message.id))
  return again
    .filter(({ id }) => !known.has(id))
    .map((message) => ({
      viewKey: message.key,
      message,
      isMine: true,
      delivery: message.status === 'private' ? 'private' : 'pending',
      refusal: null,
    }))
}
