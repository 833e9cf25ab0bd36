import * as v from 'valibot'
import { PlacesSchema } from '../place.ts'
import type { CommandRules } from './command-rules.ts'
import { RefField } from './fields.ts'

/** A guest asks where its own messages are, now and at each change for as long as the connection lasts (SCREEN-6). */
export const FollowPlacesSchema = v.strictObject({ type: v.literal('followPlaces'), ref: RefField })

export const followPlaces = {
  summary:
    'Asks where the guest’s own messages are on the screens. The answer has their places now; `places` frames have those after each change.',
  result: { places: PlacesSchema },
} as const satisfies CommandRules
