import * as v from 'valibot'
import { IdSchema } from './ids.ts'
import { MAX_LOOK_SIDE } from './limits.ts'

const SideSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MAX_LOOK_SIDE))
/** `#rrggbb` in sRGB. */
const ColorSchema = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/))

/**
 * A picture of a session's look as the server keeps it, upright and without metadata. No spot of it that is as large as the stroke of a letter is darker than `darkest` or
 * lighter than `lightest`, in any of the three colours: by these a screen computes the veil that keeps its texts readable (LOOK-2).
 */
export const LookPictureSchema = v.object({
  id: IdSchema,
  width: SideSchema,
  height: SideSchema,
  darkest: ColorSchema,
  lightest: ColorSchema,
})
export type LookPicture = v.InferOutput<typeof LookPictureSchema>

/** The pictures of a look: one behind everything, and one beside the names. */
export const LOOK_PARTS = ['background', 'logo'] as const
export type LookPart = (typeof LOOK_PARTS)[number]

/** The host's own pictures, over the theme. */
export const LookSchema = v.object({ background: v.optional(LookPictureSchema), logo: v.optional(LookPictureSchema) })
export type Look = v.InferOutput<typeof LookSchema>

/** The ids of its pictures. */
export function lookIds(look: Look | undefined): string[] {
  return LOOK_PARTS.flatMap((part) => look?.[part]?.id ?? [])
}
