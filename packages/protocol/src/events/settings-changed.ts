import { type ModerationSettings, ModerationSettingsSchema } from '../moderation-settings.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

/** A host changed how messages are moderated: the settings as they are now. For hosts only. */
export const settingsChangedSchema = /* @__PURE__ */ eventSchema('settings.changed', () => ModerationSettingsSchema)

export const settingsChanged: EventRules<ModerationSettings> = { carries: null }

export { unchanged as reduceSettingsChanged } from './unchanged.ts'
