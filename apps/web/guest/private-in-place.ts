import type { ViewMessage } from '@guestwall/client'

/**
 * The messages with the guest's own to the hosts alone where they were written. The wall never takes these over, so they would stay behind
 * everything that comes later.
 */
export function privateInPlace(messages: readonly ViewMessage[]): readonly ViewMessage[] {
  const placed = messages.filter(({ delivery }) => delivery !== 'private')
  for (const view of messages) {
    if (view.delivery !== 'private') continue
    const next = placed.findIndex(({ message }) => message.eventId > view.message.eventId)
    placed.splice(next < 0 ? placed.length : next, 0, view)
  }
  return placed.length === messages.length && placed.every((view, at) => view === messages[at]) ? messages : placed
}
