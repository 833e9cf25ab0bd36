import { type Reaction, type Reactions, refusal } from '@guestwall/protocol'
import type { Limits } from '../cluster/limits/limits.ts'
import type { Rate } from '../cluster/limits/rate-limit.ts'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { ReactionLanes } from '../feed/reaction-lanes.ts'
import type { ReaderSocket } from '../feed/reader.ts'

/** Reactions of one guest: enough for a hand that taps through a whole screen, and then two a second. */
const RATE: Rate = { perSecond: 2, burst: 30 }
const RETRY_MS = 1_000

/** Counts the reactions of guests, and tells them to those who watch. */
export class ReactionHandler {
  readonly #lanes: ReactionLanes
  readonly #limits: Limits

  constructor(parts: { lanes: ReactionLanes; limits: Limits }) {
    this.#lanes = parts.lanes
    this.#limits = parts.limits
  }

  /** Sets the one reaction of a guest to a message. The log decides under its lock whether it counts (REACT-2). */
  async react({ sessionId, id }: Actor, { messageId, kind, order }: Reaction): Promise<Outcome<Reaction>> {
    const waitMs = await this.#limits.tryConsume(sessionId, `react ${id}`, RATE)
    if (waitMs > 0) return refused(refusal('rate_limited', { retryAfterMs: waitMs }))
    const code = await this.#lanes.of(sessionId).set({ messageId, kind, order, guestId: id })
    if (code === null) return accepted({ messageId, kind, order })
    const isLater = code === 'session_busy' || code === 'unavailable'
    return refused(refusal(code, isLater ? { retryAfterMs: RETRY_MS } : {}))
  }

  /** The reactions to the messages on the wall, and the caller's own. */
  async read({ sessionId, id, role }: Actor): Promise<Reactions> {
    const lane = this.#lanes.of(sessionId)
    const own = role === 'guest' ? await lane.own(id) : []
    return { messages: [...(await lane.counts())], own: [...own] }
  }

  /** Sends each later change to the socket, and reads the present counts. They are not older than any change that the socket got before. */
  async watch(actor: Actor, socket: ReaderSocket, onEnd: (end: () => void) => void): Promise<Reactions> {
    onEnd(this.#lanes.of(actor.sessionId).watch(socket))
    return this.read(actor)
  }
}
