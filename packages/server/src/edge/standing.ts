import { type Refusal, refusal } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import type { LiveSessions } from '../feed/live-sessions.ts'

/** Asks whether a host has removed the actor from its session, or the session itself (PEOPLE-4, DEL-2). Rejects when the store does not answer. */
export type Standing = (actor: Actor) => Promise<Refusal | null>

export function standingIn(live: LiveSessions): Standing {
  return async (actor) => {
    if (actor.role !== 'guest') return null
    return live.with(actor.sessionId, (session) => (session === null ? refusal('session_not_found') : session.guests.refusalOf(actor)))
  }
}
