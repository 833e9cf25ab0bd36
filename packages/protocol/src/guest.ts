import * as v from 'valibot'
import { IdSchema, TimestampSchema } from './ids.ts'

/** What a credential lets its holder do. `wall` reads without taking part. */
export const RoleSchema = v.picklist(['guest', 'host', 'wall'])
export type Role = v.InferOutput<typeof RoleSchema>

export const GuestSchema = v.object({ id: IdSchema, name: v.string() })
export type Guest = v.InferOutput<typeof GuestSchema>

/** A guest who is here, since when. */
export const OnlineGuestSchema = v.object({ id: IdSchema, name: v.string(), since: TimestampSchema })
export type OnlineGuest = v.InferOutput<typeof OnlineGuestSchema>

/** One page of who is here. `count` is of all. */
export const OnlinePageSchema = v.object({
  count: v.pipe(v.number(), v.safeInteger()),
  guests: v.array(OnlineGuestSchema),
  nextCursor: v.nullable(v.string()),
})
export type OnlinePage = v.InferOutput<typeof OnlinePageSchema>
