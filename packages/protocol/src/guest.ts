import * as v from 'valibot'
import { IdSchema, TimestampSchema } from './ids.ts'

/** The role of a credential. `moderator` helps a host with messages and guests; `wall` can read and cannot write. */
export const RoleSchema = v.picklist(['guest', 'host', 'wall', 'moderator'])
export type Role = v.InferOutput<typeof RoleSchema>

export const GuestSchema = v.object({ id: IdSchema, name: v.string() })
export type Guest = v.InferOutput<typeof GuestSchema>

/** A guest who is online, and since when. */
export const OnlineGuestSchema = v.object({ id: IdSchema, name: v.string(), since: TimestampSchema })
export type OnlineGuest = v.InferOutput<typeof OnlineGuestSchema>

/** One page of the guests online. `count` is the number of all. */
export const OnlinePageSchema = v.object({
  count: v.pipe(v.number(), v.safeInteger()),
  guests: v.array(OnlineGuestSchema),
  nextCursor: v.nullable(v.string()),
})
export type OnlinePage = v.InferOutput<typeof OnlinePageSchema>
