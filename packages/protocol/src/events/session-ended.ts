import { type Session, SessionSchema } from '../session.ts'
import { type EventRules, eventSchema } from './event-rules.ts'

/** A host ended the session: it can be read, and takes nothing more. */
export const sessionEndedSchema = /* @__PURE__ */ eventSchema('session.ended', () => SessionSchema)

export const sessionEnded: EventRules<Session> = { carries: 'session' }

export { putSession as reduceSessionEnded } from './wall-session.ts'
