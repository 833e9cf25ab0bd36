import * as v from 'valibot'
import type { Occasion, SessionState, Theme } from './session.ts'

/** The acts that change the state of a session (LIFE-1). */
export const SessionActSchema = /* @__PURE__ */ v.picklist(['rehearse', 'discard', 'open', 'pause', 'resume', 'end', 'reopen'])
export type SessionAct = v.InferOutput<typeof SessionActSchema>

/** The states from which an act starts, and the one to which it leads. */
export interface ActStates {
  readonly from: readonly SessionState[]
  readonly to: SessionState
}

/** The complete table of acts. An act that leaves `rehearsing` erases what guests left (LIFE-3). */
export const SESSION_ACTS: Readonly<Record<SessionAct, ActStates>> = {
  rehearse: { from: ['scheduled'], to: 'rehearsing' },
  discard: { from: ['rehearsing'], to: 'scheduled' },
  open: { from: ['scheduled', 'rehearsing'], to: 'open' },
  pause: { from: ['open'], to: 'paused' },
  resume: { from: ['paused'], to: 'open' },
  end: { from: ['scheduled', 'open', 'paused'], to: 'ended' },
  reopen: { from: ['ended'], to: 'open' },
}

/** The acts that a session in this state allows, in the order of the table. */
export function actsIn(state: SessionState): readonly SessionAct[] {
  return SessionActSchema.options.filter((act) => SESSION_ACTS[act].from.includes(state))
}

interface OccasionDefaults {
  readonly theme: Theme
  readonly moderation: 'off' | 'approve'
  readonly privateWishes: boolean
  readonly reactions: boolean
}

/** The defaults of a new session of each occasion. */
export const OCCASION_DEFAULTS: Readonly<Record<Occasion, OccasionDefaults>> = {
  wedding: { theme: 'linen', moderation: 'off', privateWishes: true, reactions: true },
  conference: { theme: 'night', moderation: 'approve', privateWishes: false, reactions: true },
  class: { theme: 'contrast', moderation: 'off', privateWishes: false, reactions: true },
}
