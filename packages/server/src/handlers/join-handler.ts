import { type HostJoins, prepareName, refusal } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import { newGuestId } from '../log/decide/guest-id.ts'
import { type Clock, pause, type Random } from '../domain/ports.ts'
import type { Rate } from '../cluster/limits/rate-limit.ts'
import { isReservedName } from './reserved-names.ts'
import type { Limits } from '../cluster/limits/limits.ts'
import type { LiveSession } from '../feed/live-session.ts'
import type { LiveSessions } from '../feed/live-sessions.ts'

/** A join is delayed up to this time rather than refused: many guests who scan the code at once are normal. */
const MAX_HELD_BACK_MS = 4_000

/** A request to join. */
export interface JoinRequest {
  readonly guestName: string
  /** How the guest came: `link`, `code`, or the tag of a table. */
  readonly source?: string | undefined
  readonly previous?: Actor | null
}

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

  /** `previous`: the guest that this browser was before; only one whom a host removed comes back as another (PEOPLE-5). */
  async join(sessionId: string, { guestName, source, previous = null }: JoinRequest): Promise<Outcome<Actor>> {
    const name = prepareName(guestName)
    if (!name.ok) return refused(refusal(name.code))
    if (isReservedName(name.text)) return refused(refusal('name_reserved'))
    const found = await this.#live.with(sessionId, (live) => live && { session: live.session, ...returning(live, previous) })
    if (found === null) return refused(refusal('session_not_found'))
    const { session } = found
    if (found.isBanned) return refused(refusal('removed'))
    if (session.state === 'ended') return refused(refusal('session_ended'))
    const { isBooked, waitMs } = await this.#limits.book(sessionId, 'join', this.#rate, MAX_HELD_BACK_MS)
    if (!isBooked) return refused(refusal('rate_limited', { retryAfterMs: waitMs * (1 + this.#random.next()) }))
    if (waitMs > 0) await pause(this.#clock, waitMs)
    return accepted({ sessionId, id: found.knownId ?? this.#newGuest(sessionId), name: name.text, role: 'guest', ...sourceOf(source) })
  }

  #newGuest(sessionId: string): string {
    this.#limits.note(sessionId, 'joins')
    this.#onJoined()
    return newGuestId(this.#clock.wallTime(), this.#random.id())
  }
}

/**
 * The guest that a browser was before comes back as itself: muted if it was, with what it has used of its rates and with its ballots. One whom a host
 * removed comes back as another guest; a banned one does not.
 */
function returning({ id, guests }: LiveSession, previous: Actor | null): { readonly isBanned: boolean; readonly knownId: string | null } {
  if (previous?.sessionId !== id || previous.role !== 'guest') return { isBanned: false, knownId: null }
  const isRemoved = guests.refusalOf(previous) !== null
  return { isBanned: guests.isBanned(previous.id), knownId: isRemoved ? null : previous.id }
}

/** The tag of a table is a short line like a name; any other text says nothing. */
function sourceOf(text: string | undefined): { source: string } | null {
  const line = text === undefined ? null : prepareName(text)
  return line?.ok === true && line.text !== 'link' ? { source: line.text } : null
}
