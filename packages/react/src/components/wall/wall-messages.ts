import type { ClientSnapshot } from '@guestwall/client'
import { isErased } from '@guestwall/protocol'
import type { FlowMessage } from './flow.ts'

/** What of a client's picture belongs on the wall: shown messages, whoever looks. A host's client also holds pending ones. */
export function wallMessages(wall: ClientSnapshot['wall']): FlowMessage[] {
  if (wall === null) return []
  return wall.messages
    .filter((message) => message.status === 'shown' && !isErased(message))
    .map(({ id, eventId, guestName, content, pinned }) => ({ key: id, order: eventId, name: guestName, content, isPinned: pinned }))
}
