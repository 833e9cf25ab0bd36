import { WALL_MESSAGES, WALL_PINNED_MESSAGES, WALL_VOTES } from './limits.ts'
import type { Wall } from './wall.ts'

/**
 * The only rule of what a wall holds: the newest messages, the newest pinned messages however old, and the newest votes. The reducer, the
 * snapshot from the tables and every client keep the same window. A list that needs no cut keeps its identity.
 */
export function keepWindow(wall: Wall): Wall {
  const { messages, votes } = wall
  const older = messages.slice(0, -WALL_MESSAGES)
  const pinned = older.filter((message) => message.pinned).slice(-WALL_PINNED_MESSAGES)
  return {
    ...wall,
    messages: pinned.length === older.length ? messages : pinned.concat(messages.slice(-WALL_MESSAGES)),
    votes: votes.length > WALL_VOTES ? votes.slice(-WALL_VOTES) : votes,
  }
}
