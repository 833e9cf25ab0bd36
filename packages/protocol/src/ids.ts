import * as v from 'valibot'
import { MAX_ID_LENGTH, MAX_KEY_LENGTH, MAX_TOKEN_LENGTH, MIN_KEY_LENGTH } from './limits.ts'

/** An id of a session, guest, message, vote or option: made by the server, safe in a URL. */
export const IdSchema = v.pipe(v.string(), v.regex(new RegExp(`^[A-Za-z0-9_-]{1,${MAX_ID_LENGTH}}$`)))

/** A command's key (SEND-1): made when the user acts, the same on every try. */
export const KeySchema = v.pipe(v.string(), v.regex(new RegExp(`^[A-Za-z0-9_-]{${MIN_KEY_LENGTH},${MAX_KEY_LENGTH}}$`)))

/** One life of a log (LOG-4). */
export const EpochSchema = IdSchema

/** A place in a log: 0 is before the first event (LOG-1). */
export const EventIdSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const TimestampSchema = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/))

/** A credential as it travels: its form is checked here, its worth on the server. */
export const TokenSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_TOKEN_LENGTH))

/** A reader's place: an event id means something only within its epoch. */
export const PositionSchema = v.strictObject({ epoch: EpochSchema, lastEventId: EventIdSchema })
export type Position = v.InferOutput<typeof PositionSchema>
