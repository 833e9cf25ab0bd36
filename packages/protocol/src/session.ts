import * as v from 'valibot'
import { IdSchema, TimestampSchema } from './ids.ts'

/** `scheduled`: guests can join and read, and cannot write yet. `ended`: guests can read, and can no longer write. */
export const SessionStateSchema = v.picklist(['scheduled', 'open', 'ended'])
export type SessionState = v.InferOutput<typeof SessionStateSchema>

/** `off`: messages are published at once. `approve`: a host publishes them. `closed`: guests cannot write. */
export const ModerationSchema = v.picklist(['off', 'approve', 'closed'])
export type Moderation = v.InferOutput<typeof ModerationSchema>

/** The values that this version supports. It refuses the others with `not_supported` and stores none of them. */
export const BUILT_MODERATIONS: readonly Moderation[] = ['off', 'approve', 'closed']

export const LayoutSchema = v.picklist(['masonry', 'danmaku', 'spotlight', 'results', 'idle'])
export type Layout = v.InferOutput<typeof LayoutSchema>
export const BUILT_LAYOUTS = ['masonry', 'results', 'idle'] as const satisfies readonly Layout[]
export type BuiltLayout = (typeof BUILT_LAYOUTS)[number]

export const ThemeSchema = v.picklist(['linen', 'cinnabar', 'night', 'contrast'])
export type Theme = v.InferOutput<typeof ThemeSchema>

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
  createdAt: TimestampSchema,
})
export type Session = v.InferOutput<typeof SessionSchema>
