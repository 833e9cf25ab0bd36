import type { FilterEffect, FilterSettings } from '@guestwall/protocol'
import { BUILT_IN, builtInWords } from './built-in-words.ts'
import { accounts } from './accounts.ts'
import { FILTER_RULES, type FilterRule, type Finding, type FindingRule, findingsOf, outside, type Range } from './finding.ts'
import { links } from './links.ts'
import { maskedWords } from './masked-words.ts'
import { oneTextRepeats } from './one-text-repeats.ts'
import { phones } from './phones.ts'
import { type ReadText, readText } from './read-text.ts'
import { type Match, rangesOf, WordMatcher, withoutExceptions } from './word-matcher.ts'

/** The answer for a text: publish it, hold it for a host's decision, or refuse it; and why. */
export interface Verdict {
  readonly effect: 'pass' | 'hold' | 'refuse'
  readonly findings: readonly Finding[]
}

/** Judges texts by the settings of one session. Pure: the same text gets the same answer. */
export class Filter {
  readonly #settings: FilterSettings
  /** The words of the host: the held ones, and the refused ones. */
  readonly #own: WordMatcher
  readonly #ownEffects: readonly [FilterEffect, FilterEffect]
  readonly #ownExceptions: WordMatcher

  constructor(settings: FilterSettings) {
    this.#settings = settings
    this.#own = new WordMatcher(settings.words.map(plain), (settings.refusedWords ?? []).map(plain))
    this.#ownEffects = [settings.refusedWords === undefined ? settings.word : 'hold', 'refuse']
    this.#ownExceptions = new WordMatcher(settings.exceptions.map((entry) => `${plain(entry)}/x`))
  }

  judge(text: string): Verdict {
    return verdictOf(this.findings(text))
  }

  /** All that the rules find which are not off. */
  findings(text: string): Finding[] {
    const read = readText(text)
    const excepted = rangesOf(this.#ownExceptions.matches(read), read)
    const listed = this.#listed(read)
    const find = (rule: FindingRule, effect: FilterEffect, ranges: () => readonly Range[]) =>
      effect === 'off' ? [] : findingsOf({ rule, effect }, text, excepted.length === 0 ? ranges() : outside(ranges(), excepted))
    const own = this.#own.matches(read)
    const ofHost = this.#ownEffects.flatMap((effect, at) =>
      find('word', effect, () =>
        rangesOf(
          own.filter(({ list }) => list === at),
          read,
        ),
      ),
    )
    const { link } = this.#settings
    const contacts = link === 'off' ? [] : contactsOf(read, listed)
    const found = FILTER_RULES.flatMap((rule) => find(rule, this.#settings[rule], () => this.#ranges(rule, read, listed, contacts)))
    return [...ofHost, ...found, ...find('contact', link, () => contacts)]
  }

  #ranges(rule: FilterRule, text: ReadText, listed: readonly Match[], contacts: readonly Range[]): readonly Range[] {
    if (rule === 'word') return this.#words(text, listed)
    if (rule === 'phone') return phones(text.glyphs)
    if (rule === 'repeat') return oneTextRepeats(text.glyphs)
    // The address of a mail is no link besides.
    return outside(links(text.glyphs), contacts)
  }

  #words(text: ReadText, listed: readonly Match[]): Range[] {
    if (!this.#settings.builtInWords) return []
    const words = listed.filter(({ list }) => list === BUILT_IN.words)
    return [...rangesOf(words, text), ...maskedWords(text.glyphs)]
  }

  /** The findings of the built-in lists, without their exceptions. */
  #listed(text: ReadText): Match[] {
    const { lists, exceptions } = builtInWords()
    const found = lists.matches(text)
    return found.length === 0 ? found : withoutExceptions(found, exceptions.matches(text), text.symbols)
  }
}

/** Accounts, addresses of mail, and calls to get in touch. */
function contactsOf(text: ReadText, listed: readonly Match[]): readonly Range[] {
  const calls = listed.filter(({ list }) => list === BUILT_IN.contacts)
  return [...accounts(text.glyphs), ...rangesOf(calls, text)]
}

/** The strictest effect of what was found. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const effects = findings.map(({ effect }) => effect)
  return { effect: effects.includes('refuse') ? 'refuse' : effects.includes('hold') ? 'hold' : 'pass', findings }
}

/** A host's entry has no letters behind a slash: they are for the built-in lists. */
function plain(entry: string): string {
  return entry.replaceAll('/', ' ')
}
