import type { ActedBy, ScreenChange } from '@guestwall/protocol'
import type { Press } from '../host-acts.ts'
import type { Colleagues } from '../use-host-acts.ts'

/** A change of this host that was answered. `version`: the event that made the screens as they are in the answer. */
export interface AnsweredChange {
  readonly change: ScreenChange
  readonly press: Press
  readonly version: number
}

/**
 * The other host who made this change before, unseen by this one at the press. A server answers a change that has been made already with the states as they
 * are. `null`: it was this host's, or it is not known yet.
 */
export function firstOn(answered: AnsweredChange | null, { acts, ownId }: Omit<Colleagues, 'press'>): ActedBy | null {
  if (answered === null || answered.version <= answered.press.sinceId) return null
  const act = acts.find(({ target, eventId }) => target === 'screens' && eventId === answered.version)
  return act === undefined || act.by.id === ownId ? null : act.by
}
