import {
  MAX_CONTENT_BYTES,
  prepareContent,
  prepareName,
  publicMessage,
  type Recipient,
  refusal,
  utf8Length,
  type WallMessage,
} from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import { remembered } from '../domain/remembered.ts'
import { isReservedName } from './reserved-names.ts'
import type { LiveSessions } from '../feed/live-sessions.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { LiveSession } from '../feed/live-session.ts'
import type { MessageCheck } from '../log/decide/command.ts'
import { bodyHash } from './body-hash.ts'
import type { Newcomers } from './newcomers.ts'
import type { PostLimits } from './post-limits.ts'
import type { PostedText, TextRules } from './text-rules.ts'

/** Names that are remembered. */
const MAX_NAMES = 5_000

/** A message to post. The schema has checked its form. */
export interface MessageBody {
  readonly key: string
  readonly content: string
  readonly guestName: string
  /** The id of an upload. */
  readonly photo?: string | undefined
  readonly to?: Recipient | undefined
}

/** A message in the log. `isReplay`: its key was known, and this is the first result (SEND-1). */
export interface PostedMessage {
  readonly message: WallMessage
  readonly isReplay: boolean
}

/** Posts messages: checks size, limits and text, then appends to the log. HTTP and sockets share it. */
export class MessageHandler {
  readonly #log: SessionLog
  readonly #live: LiveSessions
  readonly #limits: PostLimits
  readonly #newcomers: Newcomers
  readonly #rules: TextRules
  /** Remembered: a guest writes under one name. */
  readonly #isReserved = remembered(isReservedName, MAX_NAMES)

  constructor(parts: { log: SessionLog; live: LiveSessions; limits: PostLimits; newcomers: Newcomers; rules: TextRules }) {
    this.#log = parts.log
    this.#live = parts.live
    this.#limits = parts.limits
    this.#newcomers = parts.newcomers
    this.#rules = parts.rules
  }

  async send(actor: Actor, body: MessageBody): Promise<Outcome<PostedMessage>> {
    if (utf8Length(body.content) > MAX_CONTENT_BYTES) return refused(refusal('too_long'))
    // Held until the answer: the rules read the settings and the guests of the session.
    return this.#live.with(actor.sessionId, (live) =>
      live === null ? refused(refusal('session_not_found')) : this.#post(live, actor, body),
    )
  }

  async #post(live: LiveSession, actor: Actor, body: MessageBody): Promise<Outcome<PostedMessage>> {
    const limited =
      this.#log.refusalOf(actor) ?? (actor.role === 'guest' ? await this.#limits.tryConsumePost(actor, live.session.slowModeSeconds) : null)
    if (limited !== null) return refused(limited)
    // The text is checked after the limits: a flood must not cost text processing.
    const content = prepareContent(body.content)
    if (!content.ok) return refused(refusal(content.code))
    const name = prepareName(body.guestName)
    if (!name.ok) return refused(refusal(name.code))
    if (actor.role === 'guest' && this.#isReserved(name.text)) return refused(refusal('name_reserved'))
    const text = { guestId: actor.id, key: body.key, content: content.text, guestName: name.text }
    const check = actor.role === 'guest' ? await this.#check(actor, live, text) : null
    // The log checks under its lock whether the wall is open, after it has looked up the key: a retry gets the first result, also when the
    // wall has closed since (SEND-1).
    const outcome = await this.#log.append({
      kind: 'sendMessage',
      actor,
      key: body.key,
      bodyHash: bodyHash(
        'sendMessage',
        body.content,
        body.guestName,
        ...(body.photo === undefined ? [] : [body.photo]),
        ...(body.to === undefined ? [] : [{ to: body.to }]),
      ),
      content: content.text,
      guestName: name.text,
      to: body.to,
      ...(body.photo === undefined ? {} : { photoId: body.photo }),
      ...(check === null ? {} : { check }),
    })
    if (!outcome.ok) return outcome
    const { message, isReplay } = outcome.value
    // The author learns that the message waits, and not why (MOD-5).
    return message === null ? refused(refusal('message_not_found')) : accepted({ message: publicMessage(message), isReplay })
  }

  /** The rules for a guest's text. The log keeps their refusal under the key, so that a retry gets the first result (SEND-1). */
  async #check(actor: Actor, live: LiveSession, text: PostedText): Promise<MessageCheck> {
    return { ...this.#rules.check(live, text), heldFirst: await this.#newcomers.reasonsFor(actor, live) }
  }
}
