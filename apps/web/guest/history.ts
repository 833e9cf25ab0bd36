import type { ViewMessage } from '@guestwall/client'
import { isErased, type Wall, type WallMessage } from '@guestwall/protocol'

/** Messages older than the client's window, as pages of the history brought them. */
export interface Older {
  /** Ascending. */
  readonly messages: readonly WallMessage[]
  /** Where the next page begins; `undefined`: before the window, `null`: nothing is older. */
  readonly nextBefore: number | null | undefined
}

export const NOTHING_OLDER: Older = { messages: [], nextBefore: undefined }

/** Adds a page (newest first, as it comes) before what is there. */
export function withPage(older: Older, page: readonly WallMessage[], nextBefore: number | null): Older {
  const known = new Set(older.messages.map((message) => message.id))
  const added = page.filter((message) => !known.has(message.id) && !isErased(message) && message.status === 'shown').reverse()
  return { messages: [...added, ...older.messages], nextBefore }
}

/** Follows the window: what falls out of it at its old end joins the older ones, so that no gap opens between the two. */
export function followWindow(older: Older, before: Wall, now: Wall): Older {
  if (older.messages.length === 0) return older
  const present = new Set(now.messages.map((message) => message.id))
  const left = before.messages.filter((message) => !present.has(message.id))
  const arrived = now.messages.filter((message) => !before.messages.some((other) => other.id === message.id)).length
  const oldest = oldestEventId(now) ?? 0
  const trimmed = left.filter((message) => message.eventId < oldest)
  // Fewer than can be explained: one of the older ones was removed, and nobody says which. They all go; they can be asked for again.
  if (now.messageCount < before.messageCount + arrived - (left.length - trimmed.length)) return NOTHING_OLDER
  return trimmed.length === 0 ? older : { ...older, messages: [...older.messages, ...trimmed] }
}

/** Whether more is on the wall than its window holds. */
export function hasMoreThanWindow(wall: Wall): boolean {
  return wall.messageCount > wall.messages.filter((message) => message.status === 'shown').length
}

/** The event where the window begins; pinned messages from before it do not count. */
export function oldestEventId(wall: Wall): number | null {
  return wall.messages.find((message) => !message.pinned)?.eventId ?? wall.messages[0]?.eventId ?? null
}

/** Older ones and the window as one ascending list. The window's word is newer, so it wins. */
export function withOlder(older: Older, window: readonly ViewMessage[], ownId: string | null): readonly ViewMessage[] {
  if (older.messages.length === 0) return window
  const present = new Set(window.map((entry) => entry.message.id))
  const entries = older.messages.filter((message) => !present.has(message.id)).map((message) => entryOf(message, ownId))
  return [...entries, ...window]
}

function entryOf(message: WallMessage, ownId: string | null): ViewMessage {
  const isMine = message.guestId === ownId
  return { viewKey: message.id, message, isMine, delivery: isMine ? 'shown' : null, refusal: null }
}
