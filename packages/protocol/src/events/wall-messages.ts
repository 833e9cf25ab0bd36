import type { WallMessage } from '../message.ts'
import type { Wall } from '../wall.ts'

/** Content is never empty unless it was erased (LOG-5). */
export function isErased(message: WallMessage): boolean {
  return message.content === ''
}

/** Inserts the message by `eventId`. `newlyShown`: the growth of the count of shown messages. */
export function putMessage(wall: Wall, message: WallMessage, newlyShown: 0 | 1): Wall {
  const messages = wall.messages.filter((known) => known.id !== message.id)
  // From the end, because a new message is the last one.
  let at = messages.length
  while (at > 0 && (messages[at - 1] as WallMessage).eventId > message.eventId) at -= 1
  if (!isErased(message)) messages.splice(at, 0, message)
  return { ...wall, messages, messageCount: wall.messageCount + newlyShown }
}

/** Removes the message. `wasShown`: it was counted until now. */
export function dropMessage(wall: Wall, left: { readonly id: string; readonly wasShown: boolean }): Wall {
  const messages = wall.messages.filter((known) => known.id !== left.id)
  return { ...wall, messages, messageCount: wall.messageCount - (left.wasShown ? 1 : 0) }
}
