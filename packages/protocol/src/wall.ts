import * as v from 'valibot'
import { WallMessageSchema } from './message.ts'
import { SessionSchema } from './session.ts'
import { VoteSchema } from './vote.ts'

/** A wall: the state you get by applying a session's events in order. Bounded; older messages are read through the history. */
export const WallSchema = v.object({
  session: SessionSchema,
  /** Ascending by `eventId`: what is shown and, for hosts, what is pending. */
  messages: v.array(WallMessageSchema),
  /** Every message now shown in this session, also those that `messages` no longer holds. */
  messageCount: v.pipe(v.number(), v.safeInteger()),
  /** The one that was made or opened last stands last. */
  votes: v.array(VoteSchema),
})
export type Wall = v.InferOutput<typeof WallSchema>
