import type { ViewMessage } from '@guestwall/client'

/**
 * How many messages of other guests are newer than `lastSeenEventId`. Event ids order the log, so the count stays right when messages,
 * also the last seen one, are removed.
 */
export function countUnseen(messages: readonly ViewMessage[], lastSeenEventId: number): number {
  return messages.filter(({ isMine, message }) => !isMine && message.eventId > lastSeenEventId).length
}

/** The event id of the newest message that is in the log, 0 without one. Own unsent messages have no place in the log yet. */
export function newestEventId(messages: readonly ViewMessage[]): number {
  const settled = messages.filter(({ delivery }) => delivery !== 'sending' && delivery !== 'failed')
  return Math.max(0, ...settled.map(({ message }) => message.eventId))
}

/** The reader's newest message that is being sent or was refused, with its state; `undefined`: there is none. */
export function newestUnsent(messages: readonly ViewMessage[]): string | undefined {
  const unsent = messages.filter(({ delivery }) => delivery === 'sending' || delivery === 'failed')
  return unsent.map(({ viewKey, delivery }) => `${viewKey} ${delivery}`).pop()
}
