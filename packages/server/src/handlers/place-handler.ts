import { type Places, refusal } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { LiveSession } from '../feed/live-session.ts'
import type { LiveSessions } from '../feed/live-sessions.ts'
import type { PlaceLane } from '../feed/place-lane.ts'

/** Says to a guest where its own messages are on the screens (SCREEN-6). */
export class PlaceHandler {
  readonly #live: LiveSessions
  readonly #lane: PlaceLane

  constructor(live: LiveSessions, lane: PlaceLane) {
    this.#live = live
    this.#lane = lane
  }

  read(actor: Actor): Promise<Outcome<Places>> {
    return this.#for(actor, (session) => this.#lane.of(session, actor.id))
  }

  /** From now on the sockets of this guest get each change. */
  follow(actor: Actor): Promise<Outcome<Places>> {
    return this.#for(actor, (session) => this.#lane.follow(session, actor.id))
  }

  #for({ sessionId }: Actor, read: (session: LiveSession) => Places): Promise<Outcome<Places>> {
    return this.#live.with(sessionId, (session) => (session === null ? refused(refusal('session_not_found')) : accepted(read(session))))
  }
}
