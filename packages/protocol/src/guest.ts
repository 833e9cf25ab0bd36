import * as v from 'valibot'
import { IdSchema, TimestampSchema } from './ids.ts'

/** The role of a credential. `moderator` helps a host with messages and guests; `wall` can read and cannot write. */
export const RoleSchema = v.picklist(['guest', 'host', 'wall', 'moderator'])
export type Role = v.InferOutput<typeof RoleSchema>

export const GuestSchema = v.object({ id: IdSchema, name: v.string() })
export type Guest = v.InferOutput<typeof GuestSchema>

/** The host, helper or screen that acted. */
export const ActedBySchema = v.object({ id: IdSchema, name: v.string() })
export type ActedBy = v.InferOutput<typeof ActedBySchema>

/** A guest as the session keeps it, with what hosts did: for hosts only (PEOPLE-1). */
export const KnownGuestSchema = v.object({
  id: IdSchema,
  name: v.string(),
  firstSeenAt: TimestampSchema,
  /** At most some minutes old while the guest is online. */
  lastSeenAt: TimestampSchema,
  /** How the guest came: `link`, `code`, or the tag of the table whose code was scanned. */
  source: v.string(),
  /** A host chose the name: the guest's own choices no longer count. */
  isRenamed: v.boolean(),
  isMuted: v.boolean(),
  /** A host removed the guest. A banned guest is removed too. */
  isRemoved: v.boolean(),
  isBanned: v.boolean(),
  /** The reason that the host gave with the last act, and the host; `null` before the first. */
  reason: v.nullable(v.string()),
  by: v.nullable(ActedBySchema),
})
export type KnownGuest = v.InferOutput<typeof KnownGuestSchema>

/** A guest in the host's list. `messages`: how many the guest wrote that are not removed. */
export const HostGuestSchema = v.object({
  ...KnownGuestSchema.entries,
  isOnline: v.boolean(),
  messages: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
})
export type HostGuest = v.InferOutput<typeof HostGuestSchema>

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
