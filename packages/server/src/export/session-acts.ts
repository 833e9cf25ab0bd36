import { LOOK_PARTS, SESSION_ACTS, type Session, type SessionAct } from '@guestwall/protocol'
import type { Details } from './cells.ts'

export type SessionActName =
  `session.${'rehearsed' | 'rehearsalEnded' | 'opened' | 'paused' | 'resumed' | 'ended' | 'reopened' | 'changed'}`

const NAMES: Readonly<Record<SessionAct, SessionActName>> = {
  rehearse: 'session.rehearsed',
  discard: 'session.rehearsalEnded',
  open: 'session.opened',
  pause: 'session.paused',
  resume: 'session.resumed',
  end: 'session.ended',
  reopen: 'session.reopened',
}

/** These say nothing about an act, or are told part by part. */
const FIXED: readonly string[] = ['id', 'code', 'createdAt', 'look'] satisfies readonly (keyof Session)[]

/** The act that led from one state to the other. `before`: what is known of the session, nothing at the beginning of its log. */
export function sessionAct(before: Partial<Session>, { state }: Session): SessionActName {
  if (before.state === state) return 'session.changed'
  const acts = Object.entries(SESSION_ACTS) as [SessionAct, (typeof SESSION_ACTS)[SessionAct]][]
  const possible = acts.filter(([, { from, to }]) => to === state && (before.state === undefined || from.includes(before.state)))
  const [only, ...others] = possible
  // The first event of a log does not say what was before: where several acts lead there, it may have been none of them.
  return only === undefined || others.length > 0 ? 'session.changed' : NAMES[only[0]]
}

/** The fields that an act gave a new value. */
export function sessionDetails(before: Partial<Session>, now: Session): Details {
  const details: Record<string, Details[string]> = {}
  for (const [name, value] of Object.entries(now)) {
    if (!FIXED.includes(name) && before[name as keyof Session] !== value) details[name] = (value ?? null) as Details[string]
  }
  for (const part of LOOK_PARTS) {
    const id = now.look?.[part]?.id
    if (before.look?.[part]?.id !== id) details[part] = id !== undefined
  }
  return details
}
