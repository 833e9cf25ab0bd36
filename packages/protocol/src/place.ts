import * as v from 'valibot'
import { IdSchema } from './ids.ts'

/**
 * Where a message of one's own is (SCREEN-6). `waiting`: it waits on every screen that has it, behind `before` others where they are fewest.
 * `showing`: a screen shows it now. `shown`: a screen has shown it.
 */
export const PlaceSchema = v.variant('state', [
  v.object({ id: IdSchema, state: v.literal('waiting'), before: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
  v.object({ id: IdSchema, state: v.literal('showing') }),
  v.object({ id: IdSchema, state: v.literal('shown') }),
])
export type Place = v.InferOutput<typeof PlaceSchema>

/**
 * The places of the newest messages of one guest, without those of which no screen says anything. `screens`: whether a screen is open; `unknown`
 * where one may be open that does not report, or whose reports do not reach this server.
 */
export const PlacesSchema = v.object({ screens: v.picklist(['open', 'none', 'unknown']), places: v.array(PlaceSchema) })
export type Places = v.InferOutput<typeof PlacesSchema>
