import type { ViewMessage } from '@guestwall/client'

/** How many of others' messages came after `lastSeenKey`; none when that message is gone. */
export function countUnseen(messages: readonly ViewMessage[], lastSeenKey: string | null): number {
  if (lastSeenKey === null) return 0
  const at = messages.findIndex((entry) => entry.viewKey === lastSeenKey)
  return at === -1 ? 0 : messages.slice(at + 1).filter((entry) => !entry.isMine).length
}

/** The key that the next count starts from: the newest settled message. */
export function newestKey(messages: readonly ViewMessage[]): string | null {
  return messages[messages.length - 1]?.viewKey ?? null
}
