import { type Refusal, refusal } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { ageOf } from '../log/decide/guest-id.ts'
import type { Clock, Random } from '../domain/ports.ts'
import type { Limit, Rate } from '../cluster/limits/rate-limit.ts'
import type { Limits } from '../cluster/limits/limits.ts'

/** The count of newcomers whose message was refused because newcomers wrote more than their rate. */
export const NEWCOMERS_REFUSED = 'newcomers refused'

/** A guest has no burst until it is this many times as old as a newcomer may be. */
const NO_BURST_TIMES = 2
/** The longest wait that a busy session asks for, before the random spread is added. */
const LONGEST_WAIT_MS = 10_000
const SPREAD_MS = 10_000
/** The share of the session's burst for a guest who has just stopped being a newcomer; each doubling of its age adds a tenth. */
const YOUNGEST_SHARE = 0.4
const SHARE_PER_DOUBLING = 0.1

/** The limits of a session. A rate of 0 is no limit, a time of 0 switches its rule off. */
export interface PostRates {
  /** Messages of one guest, and as many ballots. */
  readonly guest: Rate
  /** Messages of all guests of a session except newcomers. */
  readonly session: Rate
  /** Messages of all newcomers of a session. */
  readonly newcomers: Rate
  /** A guest is a newcomer for this long. */
  readonly newcomerMs: number
  /** A guest may vote this long after it joined. */
  readonly ballotAfterMs: number
}

/**
 * Limits how much a guest may post and vote. The unit is the guest, not the address: a venue has one public address. A new guest costs
 * nothing to make, so newcomers share a small rate of their own, and a younger guest may use a smaller part of the session's burst.
 * Therefore one device that makes many guests does not slow down the guests who were there before. A refusal because of the session's limit
 * does not use up the guest's own limit.
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

  /** Consumes the cost of one message. Returns a refusal and consumes nothing if a limit is exceeded. */
  async tryConsumePost({ sessionId, id }: Actor, slowModeSeconds: number): Promise<Refusal | null> {
    const ageMs = ageOf(id, this.#clock.wallTime())
    const sessionLimit = this.#sessionLimit(ageMs)
    const slowMode: Rate = { perSecond: slowModeSeconds > 0 ? 1 / slowModeSeconds : 0, burst: 1 }
    const { guest, newcomerMs } = this.#rates
    const ownRate = ageMs < NO_BURST_TIMES * newcomerMs ? { ...guest, part: 1 } : guest
    const own = [
      { key: `slow ${id}`, rate: slowMode },
      { key: `post ${id}`, rate: ownRate },
    ]
    const shortage = await this.#limits.tryConsumeAll(sessionId, [...own, sessionLimit])
    if (shortage === null) return null
    if (shortage.key !== sessionLimit.key) return refusal('rate_limited', { retryAfterMs: shortage.waitMs })
    const isNewcomer = ageMs < newcomerMs
    if (isNewcomer) this.#limits.note(sessionId, NEWCOMERS_REFUSED)
    const retryMs = await this.#retryInMs(sessionId, sessionLimit, isNewcomer ? newcomerMs : LONGEST_WAIT_MS)
    // A newcomer need not wait much longer than the rest of its time as a newcomer.
    const sufficientMs = isNewcomer ? newcomerMs - ageMs + this.#random.next() * SPREAD_MS : retryMs
    return refusal('session_busy', { retryAfterMs: Math.max(shortage.waitMs, Math.min(retryMs, sufficientMs)) })
  }

  /** Consumes the cost of one ballot. */
  async tryConsumeBallot({ sessionId, id }: Actor): Promise<Refusal | null> {
    const ageMs = ageOf(id, this.#clock.wallTime())
    const { ballotAfterMs, guest } = this.#rates
    if (ageMs < ballotAfterMs) return refusal('joined_just_now', { retryAfterMs: ballotAfterMs - ageMs })
    const waitMs = await this.#limits.tryConsume(sessionId, `ballot ${id}`, guest)
    return waitMs > 0 ? refusal('rate_limited', { retryAfterMs: waitMs }) : null
  }

  #sessionLimit(ageMs: number): Limit {
    const { session, newcomers, newcomerMs } = this.#rates
    if (ageMs < newcomerMs && newcomers.perSecond > 0) return { key: 'newcomers', rate: newcomers }
    return { key: 'posts', rate: { ...session, part: Math.max(1, Math.floor(session.burst * shareOf(ageMs, newcomerMs))) } }
  }

  /**
   * The time until the next try. Each refused guest books its own time, at the pace of the limit, so that thousands of refused guests do not
   * come back at once. If all times up to `longestMs` are booked, the answer is a random time after that.
   */
  async #retryInMs(sessionId: string, { key, rate }: Limit, longestMs: number): Promise<number> {
    const { isBooked, waitMs } = await this.#limits.book(sessionId, `${key} again`, { perSecond: rate.perSecond, burst: 1 }, longestMs)
    return isBooked ? waitMs : longestMs + this.#random.next() * SPREAD_MS
  }
}

/** The share of the session's burst that a guest of this age may use, from 0 to 1. */
function shareOf(ageMs: number, newcomerMs: number): number {
  if (newcomerMs === 0 || ageMs === Number.POSITIVE_INFINITY) return 1
  return Math.min(1, YOUNGEST_SHARE + SHARE_PER_DOUBLING * Math.max(0, Math.log2(ageMs / newcomerMs)))
}
