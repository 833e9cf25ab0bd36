import type { WallMessage } from '../message.ts'
import type { Wall } from '../wall.ts'
import { without } from './without.ts'

/** Content is never empty unless it was erased (LOG-5). */
export function isErased(message: WallMessage): boolean {
  return !message.content
}

/** Inserts the message by `eventId`. `isNewlyShown`: it was not counted until now. */
export function putMessage(wall: Wall, message: WallMessage, isNewlyShown = false): Wall {
  const messages = without(wall.messages, message)
  // From the end, because a new message is the last one.
  let at = messages.length
  while ((messages[at - 1]?.eventId ?? 0) > message.eventId) at -= 1
  // The same as `isErased`, in fewer bytes for browsers.
  if (message.content) messages.splice(at, 0, message)
  return { ...wall, messages, messageCount: wall.messageCount + Number(isNewlyShown) }
}

/** Puts a message in place, and counts it where it is shown. */
export function addMessage(wall: Wall, message: WallMessage): Wall {
  return putMessage(wall, message, message.status === 'shown')
}

/** Removes the message. `wasShown`: it was counted until now. */
export function dropMessage(wall: Wall, left: { readonly id: string; readonly wasShown: boolean }): Wall {
  return { ...wall, messages: without(wall.messages, left), messageCount: wall.messageCount - Number(left.wasShown) }
}
