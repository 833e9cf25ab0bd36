import * as v from 'valibot'
import { EVENT_SCHEMAS } from '../generated/events.ts'
import { ActedBySchema } from '../guest.ts'
import { EventIdSchema, TimestampSchema } from '../ids.ts'

/**
 * Every event of a session, by type: one file in this folder for each. Where an event holds a `WallMessage` that was erased since, or that a
 * reader who is no host may not see now, its `content` is empty (LOG-5, MOD-3): it still counts, and is never shown.
 */
export const EventSchema = /* @__PURE__ */ v.variant('type', EVENT_SCHEMAS)
export type WallEvent = v.InferOutput<typeof EventSchema>
export type WallEventType = WallEvent['type']

/** An event as a reader accepts it: a type from a newer server is kept as unknown, and still moves the position. */
export const UnknownEventSchema = v.object({
  id: EventIdSchema,
  type: v.string(),
  at: TimestampSchema,
  by: v.optional(ActedBySchema),
  data: v.unknown(),
})
export type AnyEvent = v.InferOutput<typeof UnknownEventSchema>

/** The event if this version knows its type and its form, else `null`. */
export function knownEvent(event: AnyEvent): WallEvent | null {
  const parsed = v.safeParse(EventSchema, event)
  return parsed.success ? parsed.output : null
}
