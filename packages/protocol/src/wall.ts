import * as v from 'valibot'
import { WALL_MESSAGES, WALL_PINNED_MESSAGES, WALL_VOTES } from './limits.ts'
import { HostMessageSchema } from './message.ts'
import { SessionSchema } from './session.ts'
import { VoteSchema } from './vote.ts'

/** A wall: the state after applying a session's events in order. Bounded; older messages are read through the history. */
export const WallSchema = /* @__PURE__ */ (() =>
  v.object({
    session: SessionSchema,
    /** Ascending by `eventId`: the shown messages and, for hosts, the pending ones with the reasons why they wait. */
    messages: v.array(HostMessageSchema),
    /** The number of messages now shown in this session, those that `messages` no longer holds included. */
    messageCount: v.pipe(v.number(), v.safeInteger()),
    /** The vote that was created or opened last is the last one. */
    votes: v.array(VoteSchema),
  }))()
export type Wall = v.InferOutput<typeof WallSchema>

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
