import type { Refusal } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import type { LiveSessions } from '../feed/live-sessions.ts'

/** Asks whether a host has removed the actor from its session (PEOPLE-4). Rejects when the store does not answer. */
export type Standing = (actor: Actor) => Promise<Refusal | null>

export function standingIn(live: LiveSessions): Standing {
  return async (actor) => {
    if (actor.role !== 'guest') return null
    return live.with(actor.sessionId, (session) => session?.guests.refusalOf(actor) ?? null)
  }
}
