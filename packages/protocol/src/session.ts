import * as v from 'valibot'
import { IdSchema, TimestampSchema } from './ids.ts'

/** `scheduled`: guests may join and read, the wall takes nothing yet. `ended`: readable, takes nothing more. */
export const SessionStateSchema = v.picklist(['scheduled', 'open', 'ended'])
export type SessionState = v.InferOutput<typeof SessionStateSchema>

/** `off`: published at once. `approve`: a host publishes. `closed`: nothing is taken. */
export const ModerationSchema = v.picklist(['off', 'approve', 'closed'])
export type Moderation = v.InferOutput<typeof ModerationSchema>

/** The values that this version carries out. The others are refused (`not_supported`), not stored. */
export const BUILT_MODERATIONS: readonly Moderation[] = ['off', 'closed']

export const LayoutSchema = v.picklist(['masonry', 'danmaku', 'spotlight', 'results', 'idle'])
export type Layout = v.InferOutput<typeof LayoutSchema>
export const BUILT_LAYOUTS = ['masonry', 'results', 'idle'] as const satisfies readonly Layout[]
export type BuiltLayout = (typeof BUILT_LAYOUTS)[number]

export const ThemeSchema = v.picklist(['linen', 'cinnabar', 'night', 'contrast'])
export type Theme = v.InferOutput<typeof ThemeSchema>

/** A session as everybody with its code may see it. */
export const SessionSchema = v.object({
  id: IdSchema,
  code: v.string(),
  title: v.string(),
  /** A line above the title: a date, a place. May be empty. */
  subtitle: v.string(),
  state: SessionStateSchema,
  moderation: ModerationSchema,
  slowModeSeconds: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  layout: LayoutSchema,
  theme: ThemeSchema,
  createdAt: TimestampSchema,
})
export type Session = v.InferOutput<typeof SessionSchema>
