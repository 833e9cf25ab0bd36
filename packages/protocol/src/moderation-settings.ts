import * as v from 'valibot'
import { FilterSettingsSchema } from './filter-settings.ts'
import { MAX_TABLES_CHARS } from './limits.ts'

/**
 * Whether the first message of a guest waits for a host. `on`: of every guest who joined after the session had started. `flood`: of every guest,
 * while unusually many guests join or newcomers write more than their rate. It waits until a message of that guest is on the wall (MOD-9).
 */
export const NewcomersWaitSchema = v.picklist(['off', 'flood', 'on'])
export type NewcomersWait = v.InferOutput<typeof NewcomersWaitSchema>

/**
 * How the messages of a session are moderated besides its mode, and what else only hosts need. `filter`: `null`
 * where the server's configuration applies. Only hosts know them: guests could write around them.
 */
export const ModerationSettingsSchema = v.object({
  newcomersWait: NewcomersWaitSchema,
  filter: v.nullable(FilterSettingsSchema),
  /** The tables for which cards are printed, as a host typed them: `1-8, 12, 主桌`. */
  tables: v.optional(v.pipe(v.string(), v.maxLength(MAX_TABLES_CHARS))),
})
export type ModerationSettings = v.InferOutput<typeof ModerationSettingsSchema>

/** The settings of a session until a host changes them. */
export const DEFAULT_MODERATION_SETTINGS: ModerationSettings = { newcomersWait: 'off', filter: null }
