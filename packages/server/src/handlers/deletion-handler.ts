import { refusal, type Retention } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { LiveSessions } from '../feed/live-sessions.ts'
import { deletesAtMs } from '../log/retention.ts'
import type { Store } from '../log/store.ts'

/** Deletes a session for its host, and says when it is deleted by itself. */
export class DeletionHandler {
  readonly #store: Store
  readonly #live: LiveSessions
  readonly #days: number

  /** `days`: after so many without an event the server deletes a session. */
  constructor(parts: { store: Store; live: LiveSessions; days: number }) {
    this.#store = parts.store
    this.#live = parts.live
    this.#days = parts.days
  }

  /** Deletes the session with everything that belongs to it (DEL-1). Its log goes too, so this is no command of the log. */
  async delete({ sessionId, id, isRevocable }: Actor): Promise<Outcome<{ readonly id: string }>> {
    const isDeleted = await this.#store.deleteSession(sessionId, isRevocable === true ? { credentialId: id } : {})
    if (!isDeleted) return refused(refusal('session_not_found'))
    this.#live.drop(sessionId)
    return accepted({ id: sessionId })
  }

  async retention({ sessionId }: Actor): Promise<Outcome<Retention>> {
    const known = await this.#live.with(sessionId, (live) => live && { session: live.session, head: live.head })
    if (known === null) return refused(refusal('session_not_found'))
    const { session, head } = known
    const newest = head === 0 ? null : await this.#store.readEvents(sessionId, head - 1, 1)
    const lastAt = newest?.events[0]?.event.at ?? session.createdAt
    const deletesAt = session.state === 'scheduled' ? null : new Date(deletesAtMs(lastAt, session.retentionDays, this.#days)).toISOString()
    return accepted({ deletesAt, serverDays: this.#days })
  }
}
