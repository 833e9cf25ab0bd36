import * as v from 'valibot'
import { MAX_CONTENT_BYTES } from '../limits.ts'

/** Pairs an answer with its command on one connection. */
export const RefField = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** Text as it arrives. `text.ts` decides which part of it may be stored. */
export const RawTextField = v.pipe(v.string(), v.maxLength(MAX_CONTENT_BYTES * 2))
