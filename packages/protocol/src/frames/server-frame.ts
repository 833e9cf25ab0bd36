import * as v from 'valibot'
import { UnknownEventSchema } from '../events/event.ts'
import { COMMAND_RESULTS } from '../generated/commands.ts'
import { GuestSchema, RoleSchema } from '../guest.ts'
import { EpochSchema, EventIdSchema } from '../ids.ts'
import { PlacesSchema } from '../place.ts'
import { ReactionCountsSchema } from '../reaction.ts'
import { WallSchema } from '../wall.ts'

const RefSchema = v.pipe(v.number(), v.safeInteger())
const DurationSchema = v.pipe(v.number(), v.minValue(0))

/** The answer to `hello`. `recovered`: the rest of the log follows; otherwise a snapshot does (SYNC-3). */
export const WelcomeSchema = v.object({
  type: v.literal('welcome'),
  guest: GuestSchema,
  token: v.string(),
  role: RoleSchema,
  epoch: EpochSchema,
  lastEventId: EventIdSchema,
  recovered: v.boolean(),
  heartbeatMs: DurationSchema,
})
export type Welcome = v.InferOutput<typeof WelcomeSchema>

/** A slice of the log: every event in (`from`, `to`] that this reader may see (SYNC-1). */
export const EventsSchema = v.object({
  type: v.literal('events'),
  from: EventIdSchema,
  to: EventIdSchema,
  events: v.array(UnknownEventSchema),
})
export type EventsFrame = v.InferOutput<typeof EventsSchema>

/** The wall, and the position that it belongs to (SYNC-3). */
export const SnapshotBodySchema = v.object({ epoch: EpochSchema, lastEventId: EventIdSchema, wall: WallSchema })
export type Snapshot = v.InferOutput<typeof SnapshotBodySchema>
export const SnapshotSchema = v.object({ type: v.literal('snapshot'), ...SnapshotBodySchema.entries })

/** The result of a command, after the commit (SEND-2). It has exactly one of the results. */
export const AckSchema = /* @__PURE__ */ v.object({
  type: v.literal('ack'),
  ref: RefSchema,
  ...v.partial(v.object(COMMAND_RESULTS)).entries,
})
export type Ack = v.InferOutput<typeof AckSchema>

/** A refusal. Without `ref` it is about the connection. `code` is open: a client accepts one that it does not know. */
export const ErrorSchema = v.object({
  type: v.literal('error'),
  ref: v.optional(RefSchema),
  code: v.string(),
  message: v.string(),
  retryable: v.boolean(),
  retryAfterMs: v.optional(DurationSchema),
})
export type ErrorFrame = v.InferOutput<typeof ErrorSchema>

/** The number of guests online: the latest wins (ONLINE-3). */
export const OnlineCountSchema = v.object({ type: v.literal('online'), count: v.pipe(v.number(), v.safeInteger()) })

/** Counts that have changed, for those who watch reactions (REACT-3). A message that nobody reacts to any more has no counts. */
export const ReactionsFrameSchema = v.object({ type: v.literal('reactions'), messages: v.array(ReactionCountsSchema) })
export type ReactionsFrame = v.InferOutput<typeof ReactionsFrameSchema>

export const HeartbeatSchema = v.object({ type: v.literal('heartbeat') })
export const PongSchema = v.object({ type: v.literal('pong') })

/** The server is stopping and says when to reconnect (CONN-6). */
export const GoodbyeSchema = v.object({ type: v.literal('goodbye'), reason: v.string(), reconnectInMs: DurationSchema })
export type Goodbye = v.InferOutput<typeof GoodbyeSchema>

/** Where the guest's own messages are: the latest wins. Only for connections that asked with `followPlaces` (SCREEN-6). */
export const PlacesFrameSchema = v.object({ type: v.literal('places'), ...PlacesSchema.entries })
export type PlacesFrame = v.InferOutput<typeof PlacesFrameSchema>

/** Every frame a server sends. */
export const ServerFrameSchema = v.variant('type', [
  WelcomeSchema,
  EventsSchema,
  SnapshotSchema,
  AckSchema,
  ErrorSchema,
  OnlineCountSchema,
  ReactionsFrameSchema,
  HeartbeatSchema,
  PongSchema,
  GoodbyeSchema,
  PlacesFrameSchema,
])
export type ServerFrame = v.InferOutput<typeof ServerFrameSchema>
