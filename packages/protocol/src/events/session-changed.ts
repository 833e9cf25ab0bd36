import { type Session, SessionSchema } from '../session.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

/** A host changed the session: its words, its settings, or its state. */
export const sessionChangedSchema = /* @__PURE__ */ eventSchema('session.changed', () => SessionSchema)

export const sessionChanged: EventRules<Session> = { carries: 'session' }

export { putSession as reduceSessionChanged } from './wall-session.ts'
