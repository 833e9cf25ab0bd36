import type { ClientSnapshot } from '@guestwall/client'
import { isErased } from '@guestwall/protocol'
import type { FlowMessage } from './flow-message.ts'

/** The messages of a client's wall that a projector shows. A host's client also holds pending messages; these are left out. */
export function wallMessages(wall: ClientSnapshot['wall']): FlowMessage[] {
  if (wall === null) return []
  return wall.messages
    .filter((message) => message.status === 'shown' && !isErased(message))
    .map(({ id, eventId, guestName, content, pinned }) => ({ key: id, order: eventId, name: guestName, content, isPinned: pinned }))
}
