import { type HostJoins, prepareName, refusal } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import { newGuestId } from '../log/decide/guest-id.ts'
import { type Clock, pause, type Random } from '../domain/ports.ts'
import type { Rate } from '../cluster/limits/rate-limit.ts'
import { isReservedName } from './reserved-names.ts'
import type { Limits } from '../cluster/limits/limits.ts'
import type { LiveSessions } from '../feed/live-sessions.ts'

/** A join is delayed up to this time rather than refused: many guests who scan the code at once are normal. */
const MAX_HELD_BACK_MS = 4_000

/** Makes guests. A join writes nothing to the store; the signed credential is the only record. */
export class JoinHandler {
  readonly #live: LiveSessions
  readonly #limits: Limits
  readonly #rate: Rate
  readonly #alarmPerMinute: number
  readonly #onJoined: () => void
  readonly #clock: Clock
  readonly #random: Random

  constructor(parts: {
    live: LiveSessions
    limits: Limits
    rate: Rate
    /** More new guests of a session in a minute count as unusual; 0: never. */
    alarmPerMinute: number
    /** Called for each new guest, for the metrics. */
    onJoined: () => void
    clock: Clock
    random: Random
  }) {
    this.#live = parts.live
    this.#limits = parts.limits
    this.#rate = parts.rate
    this.#alarmPerMinute = parts.alarmPerMinute
    this.#onJoined = parts.onJoined
    this.#clock = parts.clock
    this.#random = parts.random
  }

  /** Counts the guests who joined in the last minute, and says whether they are unusually many. */
  async recent(actor: Actor): Promise<Outcome<HostJoins>> {
    const lastMinute = await this.#limits.lastMinute(actor.sessionId, 'joins')
    return accepted({ lastMinute, isUnusual: this.#alarmPerMinute > 0 && lastMinute > this.#alarmPerMinute })
  }

  async join(sessionId: string, guestName: string): Promise<Outcome<Actor>> {
    const name = prepareName(guestName)
    if (!name.ok) return refused(refusal(name.code))
    if (isReservedName(name.text)) return refused(refusal('name_reserved'))
    const session = await this.#live.with(sessionId, (live) => live?.session ?? null)
    if (session === null) return refused(refusal('session_not_found'))
    if (session.state === 'ended') return refused(refusal('session_ended'))
    const { isBooked, waitMs } = await this.#limits.book(sessionId, 'join', this.#rate, MAX_HELD_BACK_MS)
    if (!isBooked) return refused(refusal('rate_limited', { retryAfterMs: waitMs * (1 + this.#random.next()) }))
    if (waitMs > 0) await pause(this.#clock, waitMs)
    this.#limits.note(sessionId, 'joins')
    this.#onJoined()
    const id = newGuestId(this.#clock.wallTime(), this.#random.id())
    return accepted({ sessionId, id, name: name.text, role: 'guest' })
  }
}
