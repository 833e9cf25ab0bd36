import { prepareContent, prepareName, refusal } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import type { CommandResult } from '../domain/command.ts'
import { type Outcome, refused } from '../domain/outcome.ts'
import type { Rate } from '../domain/rate-limit.ts'
import { isReservedName } from '../domain/reserved-names.ts'
import type { Limits } from '../limits/limits.ts'
import type { LiveSessions } from '../live/live-sessions.ts'
import type { EventLog } from '../log/event-log.ts'
import { bodyHash } from './body-hash.ts'

/** How much may be posted. */
export interface PostRates {
  readonly guest: Rate
  readonly session: Rate
}

/** What a guest asks to have put on the wall, its form already checked. */
export interface MessageBody {
  readonly key: string
  readonly content: string
  readonly guestName: string
}

/** Posts messages: permission, text, limits, then the log. The same behind both doors. */
export class MessageHandler {
  readonly #log: EventLog
  readonly #live: LiveSessions
  readonly #limits: Limits
  readonly #rates: PostRates

  constructor(parts: { log: EventLog; live: LiveSessions; limits: Limits; rates: PostRates }) {
    this.#log = parts.log
    this.#live = parts.live
    this.#limits = parts.limits
    this.#rates = parts.rates
  }

  async send(actor: Actor, body: MessageBody): Promise<Outcome<CommandResult>> {
    if (actor.role === 'wall') return refused(refusal('forbidden', { detail: 'A wall screen reads, it does not write.' }))
    const content = prepareContent(body.content)
    if (!content.ok) return refused(refusal(content.code))
    const name = prepareName(body.guestName)
    if (!name.ok) return refused(refusal(name.code))
    if (actor.role === 'guest' && isReservedName(name.text)) return refused(refusal('name_reserved'))

    const session = await this.#live.with(actor.sessionId, (live) => live?.session ?? null)
    if (session === null) return refused(refusal('session_not_found'))
    if (actor.role === 'guest') {
      const waitMs = await this.#takeLimits(actor, session.slowModeSeconds)
      if (waitMs.guest > 0) return refused(refusal('rate_limited', { retryAfterMs: waitMs.guest }))
      if (waitMs.session > 0) return refused(refusal('session_busy', { retryAfterMs: waitMs.session }))
    }
    // Whether the wall takes it is decided under the lock, after its key was looked up: a retry gets the first result, also when the
    // wall has closed since (SEND-1).
    return this.#log.append({
      kind: 'sendMessage',
      actor,
      key: body.key,
      bodyHash: bodyHash('sendMessage', body.content, body.guestName),
      content: content.text,
      guestName: name.text,
    })
  }

  /** By guest, not by address: a venue is one public address. The session's limit is asked last, so that a flooder does not use it up. */
  async #takeLimits({ sessionId, id }: Actor, slowModeSeconds: number): Promise<{ guest: number; session: number }> {
    const slowMode: Rate = { perSecond: slowModeSeconds > 0 ? 1 / slowModeSeconds : 0, burst: 1 }
    const guest =
      (await this.#limits.take(sessionId, `slow ${id}`, slowMode)) || (await this.#limits.take(sessionId, `post ${id}`, this.#rates.guest))
    const session = guest > 0 ? 0 : await this.#limits.take(sessionId, 'posts', this.#rates.session)
    return { guest, session }
  }
}
