import type { ClientSnapshot } from '@guestwall/client'
import { photoOf } from '@guestwall/client/photos'
import { isErased } from '@guestwall/protocol'
import type { FlowMessage } from './flow-message.ts'

/** The messages of a client's wall that a projector shows. A host's client also holds pending messages; these are left out. */
export function wallMessages(wall: ClientSnapshot['wall']): FlowMessage[] {
  if (wall === null) return []
  return wall.messages
    .filter((message) => message.status === 'shown' && !isErased(message))
    .map((message) => ({
      key: message.id,
      order: message.eventId,
      name: message.guestName,
      content: message.content,
      isPinned: message.pinned,
      photo: photoOf(message) ?? undefined,
    }))
}
