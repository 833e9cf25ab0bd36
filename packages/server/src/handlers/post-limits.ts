import { type Refusal, refusal } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { ageOf } from '../log/decide/guest-id.ts'
import type { Clock, Random } from '../domain/ports.ts'
import type { Limit, Rate } from '../cluster/limits/rate-limit.ts'
import type { Limits } from '../cluster/limits/limits.ts'

/** For as many times the time of a newcomer a guest has one message at a time, not a burst. */
const NO_BURST_TIMES = 2
/** Who was refused for the session's sake is not told to wait longer, but for the spread of those who were told the same. */
const LONGEST_WAIT_MS = 10_000
const SPREAD_MS = 10_000
/** What a guest who is just no newcomer any more may take of the session's burst; each time as old again, a tenth more. */
const YOUNGEST_SHARE = 0.4
const SHARE_PER_DOUBLING = 0.1

/** What a session's limits are. A rate of 0 is no limit, a time of 0 no price. */
export interface PostRates {
  /** Messages of one guest, and as many ballots. */
  readonly guest: Rate
  /** Messages of all guests of a session who are no newcomers. */
  readonly session: Rate
  /** Messages of all newcomers of a session. */
  readonly newcomers: Rate
  /** So long a guest is a newcomer. */
  readonly newcomerMs: number
  /** A ballot counts from a guest who joined at least so long ago. */
  readonly ballotAfterMs: number
}

/**
 * How much a guest may post and vote. By guest, not by address: a venue is one public address. New guests cost nobody anything, so they have
 * a price: newcomers share a small rate of their own, and of the session's rate a younger guest leaves the older ones a part of the burst.
 * However many guests one device makes, whoever was here before them posts as if they were not there. What is refused for the session's
 * sake takes nothing of the guest's own allowance.
 */
export class PostLimits {
  readonly #limits: Limits
  readonly #rates: PostRates
  readonly #clock: Clock
  readonly #random: Random

  constructor(parts: { limits: Limits; rates: PostRates; clock: Clock; random: Random }) {
    this.#limits = parts.limits
    this.#rates = parts.rates
    this.#clock = parts.clock
    this.#random = parts.random
  }

  /** Takes what one message costs; the refusal where there is not so much. */
  async takePost({ sessionId, id }: Actor, slowModeSeconds: number): Promise<Refusal | null> {
    const ageMs = ageOf(id, this.#clock.wallTime())
    const hall = this.#hallLimit(ageMs)
    const slowMode: Rate = { perSecond: slowModeSeconds > 0 ? 1 / slowModeSeconds : 0, burst: 1 }
    const { guest, newcomerMs } = this.#rates
    const ownRate = ageMs < NO_BURST_TIMES * newcomerMs ? { ...guest, part: 1 } : guest
    const own = [
      { key: `slow ${id}`, rate: slowMode },
      { key: `post ${id}`, rate: ownRate },
    ]
    const shortage = await this.#limits.takeAll(sessionId, [...own, hall])
    if (shortage === null) return null
    if (shortage.key !== hall.key) return refusal('rate_limited', { retryAfterMs: shortage.waitMs })
    const isNewcomer = ageMs < newcomerMs
    const turnMs = await this.#turnInMs(sessionId, hall, isNewcomer ? newcomerMs : LONGEST_WAIT_MS)
    // A newcomer need not wait much longer than it is one.
    const enoughMs = isNewcomer ? newcomerMs - ageMs + this.#random.next() * SPREAD_MS : turnMs
    return refusal('session_busy', { retryAfterMs: Math.max(shortage.waitMs, Math.min(turnMs, enoughMs)) })
  }

  /** Takes what one ballot costs. */
  async takeBallot({ sessionId, id }: Actor): Promise<Refusal | null> {
    const ageMs = ageOf(id, this.#clock.wallTime())
    const { ballotAfterMs, guest } = this.#rates
    if (ageMs < ballotAfterMs) return refusal('joined_just_now', { retryAfterMs: ballotAfterMs - ageMs })
    const waitMs = await this.#limits.take(sessionId, `ballot ${id}`, guest)
    return waitMs > 0 ? refusal('rate_limited', { retryAfterMs: waitMs }) : null
  }

  #hallLimit(ageMs: number): Limit {
    const { session, newcomers, newcomerMs } = this.#rates
    if (ageMs < newcomerMs && newcomers.perSecond > 0) return { key: 'newcomers', rate: newcomers }
    return { key: 'posts', rate: { ...session, part: Math.max(1, Math.floor(session.burst * shareOf(ageMs, newcomerMs))) } }
  }

  /**
   * When to try again: at a time booked in a line of its own, as fast as the limit, so that thousands who were refused do not come back at one
   * word; where the line is longer than that, somewhat later than its end.
   */
  async #turnInMs(sessionId: string, { key, rate }: Limit, longestMs: number): Promise<number> {
    const { isBooked, waitMs } = await this.#limits.book(sessionId, `${key} again`, { perSecond: rate.perSecond, burst: 1 }, longestMs)
    return isBooked ? waitMs : longestMs + this.#random.next() * SPREAD_MS
  }
}

/** What a guest of this age may take of the session's burst, from 0 to 1. */
function shareOf(ageMs: number, newcomerMs: number): number {
  if (newcomerMs === 0 || ageMs === Number.POSITIVE_INFINITY) return 1
  return Math.min(1, YOUNGEST_SHARE + SHARE_PER_DOUBLING * Math.max(0, Math.log2(ageMs / newcomerMs)))
}
