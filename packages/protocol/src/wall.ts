import * as v from 'valibot'
import { HostMessageSchema } from './message.ts'
import { SessionSchema } from './session.ts'
import { VoteSchema } from './vote.ts'

/** A wall: the state after applying a session's events in order. Bounded; older messages are read through the history. */
export const WallSchema = /* @__PURE__ */ (() =>
  v.object({
    session: SessionSchema,
    /** Ascending by `eventId`: the shown messages and, for hosts, the pending and the private ones with the reasons. */
    messages: v.array(HostMessageSchema),
    /** The number of messages now shown in this session, those that `messages` no longer holds included. */
    messageCount: v.pipe(v.number(), v.safeInteger()),
    /** The vote that was created or opened last is the last one. */
    votes: v.array(VoteSchema),
  }))()
export type Wall = v.InferOutput<typeof WallSchema>
