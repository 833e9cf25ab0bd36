import * as v from 'valibot'
import { IdSchema, TimestampSchema } from './ids.ts'
import { MAX_RETENTION_DAYS } from './limits.ts'
import { LookSchema } from './look.ts'

/**
 * Guests join and read in each state but `ended`, in which they only read. They write and vote while it is `open`, or `rehearsing`: all that guests leave in a rehearsal is
 * erased when it ends. `scheduled`: a draft. `paused`: the host has stopped the session for a while.
 */
export const SessionStateSchema = v.picklist(['scheduled', 'rehearsing', 'open', 'paused', 'ended'])
export type SessionState = v.InferOutput<typeof SessionStateSchema>

/** The gathering. It chooses the defaults of a new session, and the words of the pages; absent: `wedding`. */
export const OccasionSchema = v.picklist(['wedding', 'conference', 'class'])
export type Occasion = v.InferOutput<typeof OccasionSchema>

/** `off`: messages are published at once. `approve`: a host publishes them. `closed`: guests cannot write. */
export const ModerationSchema = v.picklist(['off', 'approve', 'closed'])
export type Moderation = v.InferOutput<typeof ModerationSchema>

/** The values that this version supports. It refuses the others with `not_supported` and stores none of them. */
export const BUILT_MODERATIONS: readonly Moderation[] = ['off', 'approve', 'closed']

export const LayoutSchema = v.picklist(['masonry', 'danmaku', 'spotlight', 'results', 'idle'])
export type Layout = v.InferOutput<typeof LayoutSchema>

/** A client that does not know a theme shows its first one. */
export const ThemeSchema = v.picklist(['linen', 'cinnabar', 'night', 'contrast', 'garden', 'paper'])
export type Theme = v.InferOutput<typeof ThemeSchema>

/** Whether guests may send photos with their messages. `approve`: such a message waits for a host, whatever the moderation is (PHOTO-1). */
export const PhotosSchema = v.picklist(['off', 'approve', 'on'])
export type Photos = v.InferOutput<typeof PhotosSchema>

export const RetentionDaysSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MAX_RETENTION_DAYS))

/** A session as every holder of its code may see it. */
export const SessionSchema = v.object({
  id: IdSchema,
  code: v.string(),
  title: v.string(),
  /** A line above the title, such as a date or a place. It may be empty. */
  subtitle: v.string(),
  state: SessionStateSchema,
  moderation: ModerationSchema,
  slowModeSeconds: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  layout: LayoutSchema,
  theme: ThemeSchema,
  occasion: v.optional(OccasionSchema),
  /** When a draft opens by itself. */
  opensAt: v.optional(TimestampSchema),
  /** Days after the last event after which the session is deleted, where they are fewer than the server's. */
  retentionDays: v.optional(RetentionDaysSchema),
  /** Absent: `off`. */
  photos: v.optional(PhotosSchema),
  /** Guests may write to the hosts alone (MOD-11). */
  privateWishes: v.optional(v.boolean()),
  /** Guests may react to messages (REACT-2). */
  reactions: v.optional(v.boolean()),
  /** Absent: the theme alone. */
  look: v.optional(LookSchema),
  createdAt: TimestampSchema,
})
export type Session = v.InferOutput<typeof SessionSchema>
