import { isErased, type Wall, type WallMessage } from '@guestwall/protocol'

/** Messages older than the wall's window, as pages of the history brought them. */
export interface Older {
  /** Ascending, without a gap up to the window. */
  readonly messages: readonly WallMessage[]
  /** Where the next page begins; `undefined`: no page was asked for yet, `null`: nothing is older. */
  readonly nextBefore: number | null | undefined
}

/** A page as the history has it: newest first. */
export interface Page {
  readonly messages: readonly WallMessage[]
  readonly nextBefore: number | null
}

export const NOTHING_OLDER: Older = { messages: [], nextBefore: undefined }

/** Adds a page before what is there. */
export function withPage(older: Older, { messages, nextBefore }: Page): Older {
  const known = new Set(older.messages.map((message) => message.id))
  const added = messages.filter((message) => !known.has(message.id) && isShown(message)).reverse()
  return { messages: [...added, ...older.messages], nextBefore }
}

/**
 * Follows the window: what falls out of it at its old end joins the older ones. `null`: the older ones are no longer true, and nobody says
 * which; they must be asked for again.
 */
export function followWindow(older: Older, before: Wall, now: Wall): Older | null {
  if (older.nextBefore === undefined) return older
  const present = new Set(now.messages.map((message) => message.id))
  const left = before.messages.filter((message) => isShown(message) && !present.has(message.id))
  const oldest = oldestEventId(now) ?? Number.NEGATIVE_INFINITY
  const newestBefore = Math.max(0, ...before.messages.map((message) => message.eventId))
  // More came at once than a window holds: some were in none.
  if (oldest > newestBefore && now.messageCount > 0) return null
  const arrived = now.messages.filter((message) => isShown(message) && message.eventId > newestBefore).length
  const trimmed = left.filter((message) => message.eventId < oldest)
  // Fewer than can be explained: one of the older ones was removed.
  if (now.messageCount < before.messageCount + arrived - (left.length - trimmed.length)) return null
  const known = new Set(older.messages.map((message) => message.id))
  const joining = trimmed.filter((message) => !known.has(message.id) && message.eventId >= (older.nextBefore ?? 0))
  if (joining.length === 0) return older
  return { ...older, messages: [...older.messages, ...joining].sort((one, other) => one.eventId - other.eventId) }
}

/** Whether more is on the wall than its window holds. */
export function hasMoreThanWindow(wall: Wall): boolean {
  return wall.messageCount > wall.messages.filter(isShown).length
}

/** The event where the window begins; pinned messages from before it do not count. */
export function oldestEventId(wall: Wall): number | null {
  return wall.messages.find((message) => !message.pinned)?.eventId ?? wall.messages[0]?.eventId ?? null
}

function isShown(message: WallMessage): boolean {
  return message.status === 'shown' && !isErased(message)
}
