import { type FilterSettings, type ModerationSettings, refusal } from '@guestwall/protocol'
import type { Clock } from '../domain/ports.ts'
import { remembered } from '../domain/remembered.ts'
import { Filter, type Verdict, verdictOf } from '../filter/filter.ts'
import type { Finding } from '../filter/finding.ts'
import { RepeatWindow } from '../filter/repeat-window.ts'
import type { MessageCheck } from '../log/decide/command.ts'

/** Reasons of one message that a host reads. */
const MAX_REASONS = 8
/** Names that are remembered for one filter. */
const MAX_NAMES = 5_000

/** A text that a guest posts. */
export interface PostedText {
  readonly guestId: string
  readonly key: string
  readonly content: string
  readonly guestName: string
}

/** The answer of the rules for a text, and why. */
export interface Judgement extends Pick<MessageCheck, 'held'>, Pick<Verdict, 'effect'> {}

const PASSES: MessageCheck = { held: [], refusal: null }

/** Applies the filter to the texts of guests, and remembers the newest texts of each session. */
export class TextRules {
  readonly #configured: FilterSettings
  /** By the settings: they are compiled once, and forgotten with them. */
  readonly #filters = new WeakMap<FilterSettings, Filter>()
  /** What each filter finds in names. Remembered: a guest writes under one name, and a list of hundreds is asked for again and again. */
  readonly #names = new WeakMap<Filter, (name: string) => readonly Finding[]>()
  readonly #clock: Clock
  /** By the session in memory, with which they are forgotten. */
  readonly #windows = new WeakMap<object, RepeatWindow>()

  /** `configured`: the settings of sessions whose host has made none. */
  constructor(configured: FilterSettings, clock: Clock) {
    this.#configured = configured
    this.#clock = clock
  }

  /** The settings that apply. */
  settingsOf({ filter }: Pick<ModerationSettings, 'filter'>): FilterSettings {
    return filter ?? this.#configured
  }

  /** `live`: the session in memory. The name is on the screen as well, so its words, links and numbers count. */
  check(live: { readonly settings: Pick<ModerationSettings, 'filter'> }, { guestId, key, content, guestName }: PostedText): MessageCheck {
    const settings = this.settingsOf(live.settings)
    const filter = this.#filterOf(settings)
    const findings = [...filter.findings(content), ...this.#inNames(filter)(guestName)]
    if (settings.repeat !== 'off' && this.#windowOf(live).isRepeat({ guestId, key, text: content, now: this.#clock.now() }))
      findings.push({ rule: 'repeat', effect: settings.repeat, start: 0, end: content.length, text: content })
    const { effect } = verdictOf(findings)
    if (effect === 'pass') return PASSES
    return effect === 'refuse' ? { held: [], refusal: refusal('content_refused') } : { held: reasonsOf(findings), refusal: null }
  }

  /** Whether the rules find nothing in a name. */
  passesName({ settings }: { readonly settings: Pick<ModerationSettings, 'filter'> }, name: string): boolean {
    return verdictOf(this.#inNames(this.#filterOf(this.settingsOf(settings)))(name)).effect === 'pass'
  }

  /** The effect of the rules on a text that is not posted. It is not remembered, and counts as no repeat of another message. */
  judge({ settings }: { readonly settings: Pick<ModerationSettings, 'filter'> }, content: string): Judgement {
    const findings = this.#filterOf(this.settingsOf(settings)).findings(content)
    return { effect: verdictOf(findings).effect, held: reasonsOf(findings) }
  }

  #filterOf(settings: FilterSettings): Filter {
    const known = this.#filters.get(settings)
    if (known !== undefined) return known
    const filter = new Filter(settings)
    this.#filters.set(settings, filter)
    return filter
  }

  #inNames(filter: Filter): (name: string) => readonly Finding[] {
    const known = this.#names.get(filter)
    if (known !== undefined) return known
    const findings = remembered((name) => filter.findings(name), MAX_NAMES)
    this.#names.set(filter, findings)
    return findings
  }

  #windowOf(live: object): RepeatWindow {
    const known = this.#windows.get(live)
    if (known !== undefined) return known
    const window = new RepeatWindow()
    this.#windows.set(live, window)
    return window
  }
}

/** Each once. A repeat is about the whole text: it names no part. */
function reasonsOf(findings: readonly Finding[]): MessageCheck['held'] {
  const reasons = findings.map(({ rule, text }) => (rule === 'repeat' ? { rule } : { rule, text }))
  return [...new Map(reasons.map((reason) => [`${reason.rule} ${reason.text ?? ''}`, reason])).values()].slice(0, MAX_REASONS)
}
