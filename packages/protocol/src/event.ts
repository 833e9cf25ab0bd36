import * as v from 'valibot'
import { EventIdSchema, IdSchema, TimestampSchema } from './ids.ts'
import { WallMessageSchema } from './message.ts'
import { SessionSchema } from './session.ts'
import { VotePayloadSchema, VoteSchema } from './vote.ts'

function eventOf<const Type extends string, Data extends v.GenericSchema>(type: Type, data: Data) {
  return v.object({ id: EventIdSchema, type: v.literal(type), at: TimestampSchema, data })
}

/** Names a message without repeating it. */
const MessageRefSchema = v.object({ id: IdSchema })
/** `wasShown`: whether the message was on the wall until now, so that a count stays right without holding every message. */
const MessageLeftSchema = v.object({ id: IdSchema, wasShown: v.boolean() })
/** `nameErased`: the author's name was erased with the text. */
const MessageRemovedSchema = v.object({ ...MessageLeftSchema.entries, nameErased: v.optional(v.boolean()) })

/**
 * Everything that happens in a session, by type. Where an event holds a `WallMessage` that was erased since,
 * its `content` is empty (LOG-5): it still counts, it is never shown.
 */
export const EventSchema = v.variant('type', [
  eventOf('message.created', WallMessageSchema),
  eventOf('message.shown', WallMessageSchema),
  eventOf('message.rejected', MessageLeftSchema),
  eventOf('message.removed', MessageRemovedSchema),
  eventOf('message.pinned', WallMessageSchema),
  eventOf('message.unpinned', MessageRefSchema),
  eventOf('vote.created', VoteSchema),
  eventOf('vote.opened', VoteSchema),
  eventOf('vote.tally', VotePayloadSchema),
  eventOf('vote.closed', VoteSchema),
  eventOf('vote.revealed', VoteSchema),
  eventOf('session.changed', SessionSchema),
  eventOf('session.ended', SessionSchema),
  eventOf('guest.removed', v.object({ guestId: IdSchema })),
])
export type WallEvent = v.InferOutput<typeof EventSchema>
export type WallEventType = WallEvent['type']

/** An event as a reader takes it: a type from a newer server is kept as unknown, and still moves the position. */
export const UnknownEventSchema = v.object({ id: EventIdSchema, type: v.string(), at: TimestampSchema, data: v.unknown() })
export type AnyEvent = v.InferOutput<typeof UnknownEventSchema>

/** The event if this version knows its type and its form, else `null`. */
export function knownEvent(event: AnyEvent): WallEvent | null {
  const parsed = v.safeParse(EventSchema, event)
  return parsed.success ? parsed.output : null
}
