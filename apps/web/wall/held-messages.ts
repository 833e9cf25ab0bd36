import type { Wall, WallMessage } from '@guestwall/protocol'
import { type FlowMessage, wallMessages } from '@guestwall/react'

/** Messages that fill the largest screen, with some that take the place of those that a host takes away. */
const FILLING = 60

/** The messages of a wall with `older` ones before its window, in the order of the log. */
export function heldMessages(wall: Wall, older: readonly WallMessage[]): readonly FlowMessage[] {
  const present = new Set(wall.messages.map(({ id }) => id))
  const more = older.filter(({ id }) => !present.has(id))
  if (more.length === 0) return wallMessages(wall)
  return wallMessages({ ...wall, messages: [...more, ...wall.messages].sort((a, b) => a.eventId - b.eventId) })
}

/** Whether older messages must be read: too few of those until `heldAt` are known for a picture, and the wall has more. */
export function lacksMessages(wall: Wall, known: readonly FlowMessage[], heldAt: number): boolean {
  return wall.messageCount > known.length && known.filter(({ order }) => order <= heldAt).length < FILLING
}
