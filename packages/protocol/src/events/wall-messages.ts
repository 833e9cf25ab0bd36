import type { WallMessage } from '../message.ts'
import type { Wall } from '../wall.ts'

/** Content is never empty unless it was erased (LOG-5). */
export function isErased(message: WallMessage): boolean {
  return message.content === ''
}

/** Inserts the message by `eventId`. `newlyShown`: the growth of the count of shown messages. */
export function putMessage(wall: Wall, message: WallMessage, newlyShown: 0 | 1): Wall {
  const messages = wall.messages.filter((known) => known.id !== message.id)
  const later = messages.findIndex((known) => known.eventId > message.eventId)
  if (!isErased(message)) messages.splice(later < 0 ? messages.length : later, 0, message)
  return { ...wall, messages, messageCount: wall.messageCount + newlyShown }
}

/** Removes the message. `wasShown`: it was counted until now. */
export function dropMessage(wall: Wall, left: { readonly id: string; readonly wasShown: boolean }): Wall {
  const messages = wall.messages.filter((known) => known.id !== left.id)
  return { ...wall, messages, messageCount: wall.messageCount - (left.wasShown ? 1 : 0) }
}
