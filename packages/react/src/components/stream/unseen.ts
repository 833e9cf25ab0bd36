import type { ViewMessage } from '@guestwall/client'

/** How many messages of other guests follow `lastSeenKey`; 0 when that message is not in the list. */
export function countUnseen(messages: readonly ViewMessage[], lastSeenKey: string | null): number {
  if (lastSeenKey === null) return 0
  const at = messages.findIndex((entry) => entry.viewKey === lastSeenKey)
  return at === -1 ? 0 : messages.slice(at + 1).filter((entry) => !entry.isMine).length
}

/** The key of the newest message, from which the next count starts. */
export function newestKey(messages: readonly ViewMessage[]): string | null {
  return messages[messages.length - 1]?.viewKey ?? null
}
