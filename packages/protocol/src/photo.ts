import * as v from 'valibot'
import { IdSchema } from './ids.ts'
import { MAX_PHOTO_SIDE } from './limits.ts'

const SideSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MAX_PHOTO_SIDE))

/** A photo as the server keeps it: a JPEG without metadata, upright. Width and height are those of the large size, in pixels. */
export const PhotoSchema = v.object({ id: IdSchema, width: SideSchema, height: SideSchema })
export type Photo = v.InferOutput<typeof PhotoSchema>

/** The sizes of a photo that can be read: `full` as it was stored, `small` for phones and lists. */
export const PHOTO_SIZES = ['full', 'small'] as const
export type PhotoSize = (typeof PHOTO_SIZES)[number]
