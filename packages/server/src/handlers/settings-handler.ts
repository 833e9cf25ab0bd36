import {
  type ChangeSettingsBody,
  type HostSettings,
  type ModerationSettings,
  prepareContent,
  prepareFilterSettings,
  refusal,
  type TriedText,
  withBothLists,
} from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { Random } from '../domain/ports.ts'
import type { LiveSession } from '../feed/live-session.ts'
import type { LiveSessions } from '../feed/live-sessions.ts'
import type { SessionLog } from '../log/session-log.ts'
import { bodyHash } from './body-hash.ts'
import type { TextRules } from './text-rules.ts'

/** Reads and changes how the messages of a session are moderated, for a host. */
export class SettingsHandler {
  readonly #live: LiveSessions
  readonly #log: SessionLog
  readonly #rules: TextRules
  readonly #random: Random

  constructor(parts: { live: LiveSessions; log: SessionLog; rules: TextRules; random: Random }) {
    this.#live = parts.live
    this.#log = parts.log
    this.#rules = parts.rules
    this.#random = parts.random
  }

  async read({ sessionId }: Actor): Promise<Outcome<HostSettings>> {
    const settings = await this.#live.with(sessionId, (live) => live?.settings ?? null)
    return settings === null ? refused(refusal('session_not_found')) : accepted(this.#answer(settings))
  }

  async change(actor: Actor, { key, ...change }: ChangeSettingsBody): Promise<Outcome<HostSettings>> {
    const filter = change.filter ? prepareFilterSettings(change.filter) : null
    if (filter?.ok === false) return refused(refusal(filter.code, { detail: `The entry “${filter.entry}” cannot be listed.` }))
    const outcome = await this.#log.append({
      kind: 'changeSettings',
      actor,
      key: key ?? this.#random.id(),
      bodyHash: bodyHash('changeSettings', change),
      change: { ...change, ...(filter === null ? {} : { filter: filter.settings }) },
    })
    if (!outcome.ok) return outcome
    return outcome.value.settings === undefined ? refused(refusal('session_not_found')) : accepted(this.#answer(outcome.value.settings))
  }

  /** The effect of the rules on this text of a guest now. Nothing is stored. */
  async tryText({ sessionId }: Actor, content: string): Promise<Outcome<TriedText>> {
    const text = prepareContent(content)
    if (!text.ok) return refused(refusal(text.code))
    const tried = await this.#live.with(sessionId, (live) => (live === null ? null : this.#try(live, text.text)))
    return tried === null ? refused(refusal('session_not_found')) : accepted(tried)
  }

  #try(live: LiveSession, content: string): TriedText {
    const { effect, held } = this.#rules.judge(live, content)
    if (live.session.moderation !== 'approve' || effect === 'refuse') return { effect, held: [...held] }
    return { effect: 'hold', held: [{ rule: 'approve' }, ...held] }
  }

  #answer(settings: ModerationSettings): HostSettings {
    return { settings, filter: withBothLists(this.#rules.settingsOf(settings)) }
  }
}
