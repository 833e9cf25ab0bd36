import { isErased, type Wall, type WallMessage } from '@guestwall/protocol'

/** Messages that are older than the wall's window, as pages of the history brought them. */
export interface OlderMessages {
  /** Oldest first, without a gap up to the window. */
  readonly messages: readonly WallMessage[]
  /** The event id before which the next page begins. `undefined`: no page was asked for yet. `null`: nothing is older. */
  readonly nextBefore: number | null | undefined
  /** Ids of messages that were rejected or removed since the first page was asked for: a page may be older than that. */
  readonly removed: ReadonlySet<string>
}

/** A page of the history, newest first. */
export interface HistoryPage {
  readonly messages: readonly WallMessage[]
  readonly nextBefore: number | null
}

export const NOTHING_OLDER: OlderMessages = { messages: [], nextBefore: undefined, removed: new Set() }

/** Adds a page before the known messages. */
export function withPage(older: OlderMessages, { messages, nextBefore }: HistoryPage): OlderMessages {
  const known = new Set(older.messages.map(({ id }) => id))
  const added = messages.filter((message) => !known.has(message.id) && !older.removed.has(message.id) && isShown(message)).reverse()
  return { ...older, messages: [...added, ...older.messages], nextBefore }
}

/** Applies a `message.rejected` or `message.removed` event. The client reports each one once, so a removal is never inferred from counts. */
export function withoutMessage(older: OlderMessages, id: string): OlderMessages {
  if (older.nextBefore === undefined) return older
  const isKnown = older.messages.some((message) => message.id === id)
  const messages = isKnown ? older.messages.filter((message) => message.id !== id) : older.messages
  return { ...older, messages, removed: new Set([...older.removed, id]) }
}

/** Applies a `message.shown` event: a rejected message comes back to its place, where its page was read and the window `wall` begins behind it. */
export function withMessage(older: OlderMessages, message: WallMessage, wall: Wall | null): OlderMessages {
  const { nextBefore, messages } = older
  if (nextBefore === undefined) return older
  const removed = new Set([...older.removed].filter((id) => id !== message.id))
  const isOlder = message.eventId >= (nextBefore ?? 0) && message.eventId < ((wall && oldestEventId(wall)) ?? 0)
  const others = messages.filter(({ id }) => id !== message.id)
  const isBack = isOlder && isShown(message)
  return { ...older, removed, messages: isBack ? [...others, message].sort((a, b) => a.eventId - b.eventId) : messages }
}

/**
 * Follows the window: messages that leave it at its old end join the older ones. `null` when the window moved past messages that were never
 * in it: the older messages have a gap then and must be read again.
 */
export function followWindow(older: OlderMessages, before: Wall, now: Wall): OlderMessages | null {
  const { nextBefore, removed } = older
  if (nextBefore === undefined) return older
  const oldest = oldestEventId(now) ?? Number.POSITIVE_INFINITY
  const newestBefore = Math.max(0, ...before.messages.map(({ eventId }) => eventId))
  if (oldest > newestBefore && now.messages.length > 0) return null
  const known = new Set([...now.messages, ...older.messages].map(({ id }) => id))
  const hasLeft = ({ id, eventId }: WallMessage): boolean => !known.has(id) && !removed.has(id) && eventId < oldest
  const joining = before.messages.filter((message) => isShown(message) && hasLeft(message) && message.eventId >= (nextBefore ?? 0))
  if (joining.length === 0) return older
  return { ...older, messages: [...older.messages, ...joining].sort((a, b) => a.eventId - b.eventId) }
}

/** Whether the wall has more messages than its window holds. */
export function hasMoreThanWindow({ messageCount, messages }: Wall): boolean {
  return messageCount > messages.filter(isShown).length
}

/** The event id at which the window begins. Pinned messages from before it do not count. */
export function oldestEventId({ messages }: Wall): number | null {
  return messages.find(({ pinned }) => !pinned)?.eventId ?? messages[0]?.eventId ?? null
}

function isShown(message: WallMessage): boolean {
  return message.status === 'shown' && !isErased(message)
}
