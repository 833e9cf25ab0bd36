import * as v from 'valibot'
import { IdSchema } from '../ids.ts'
import { ScreenChangeSchema, ScreenControlSchema } from '../screen.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

const DataSchema = /* @__PURE__ */ (() =>
  v.object({
    /** `null`: all screens. */
    screenId: v.nullable(IdSchema),
    change: v.object(ScreenChangeSchema.entries),
    control: ScreenControlSchema,
  }))()
export type ScreenChanged = v.InferOutput<typeof DataSchema>

/** A host changed what screens show: the change, and the states of all screens after it. Hosts and screens read it (SCREEN-1). */
export const screenChangedSchema = /* @__PURE__ */ eventSchema('screen.changed', () => DataSchema)

export const screenChanged: EventRules<ScreenChanged> = { carries: null }

export { unchanged as reduceScreenChanged } from './unchanged.ts'
