import type { ViewMessage } from '@guestwall/client'
import { viewsOf, type WaitingAgain } from './waiting-again.ts'

/**
 * The messages with the guest's own to the hosts alone, and those that wait again, where they were written. The wall never takes these over, so they would
 * stay behind everything that comes later.
 */
export function inPlace(messages: readonly ViewMessage[], again: WaitingAgain): readonly ViewMessage[] {
  const placed = messages.filter(({ delivery }) => delivery !== 'private')
  const moved = [...messages.filter(({ delivery }) => delivery === 'private'), ...viewsOf(again, messages)]
  for (const view of moved) {
    const next = placed.findIndex(({ message }) => message.eventId > view.message.eventId)
    placed.splice(next < 0 ? placed.length : next, 0, view)
  }
  return placed.length === messages.length && placed.every((view, at) => view === messages[at]) ? messages : placed
}
