import type { FilterSettings } from '@guestwall/protocol'
import { builtInWords } from './built-in-words.ts'
import { contacts } from './contacts.ts'
import { type Finding, findingsOf, FILTER_RULES, type Range } from './finding.ts'
import { links } from './links.ts'
import { maskedWords } from './masked-words.ts'
import { oneTextRepeats } from './one-text-repeats.ts'
import { phones } from './phones.ts'
import { type ReadText, readText } from './read-text.ts'
import { rangesOf, WordMatcher, withoutExceptions } from './word-matcher.ts'

/** The answer for a text: publish it, hold it for a host's decision, or refuse it; and why. */
export interface Verdict {
  readonly effect: 'pass' | 'hold' | 'refuse'
  readonly findings: readonly Finding[]
}

/** Judges texts by the settings of one session. Pure: the same text gets the same answer. */
export class Filter {
  readonly #settings: FilterSettings
  readonly #own: WordMatcher
  readonly #ownExceptions: WordMatcher

  constructor(settings: FilterSettings) {
    this.#settings = settings
    this.#own = new WordMatcher(settings.words.map(plain))
    this.#ownExceptions = new WordMatcher(settings.exceptions.map((entry) => `${plain(entry)}/x`))
  }

  judge(text: string): Verdict {
    return verdictOf(this.findings(text), this.#settings)
  }

  /** All that the rules find which are not off. */
  findings(text: string): Finding[] {
    const read = readText(text)
    const excepted = rangesOf(this.#ownExceptions.matches(read), read)
    return FILTER_RULES.filter((rule) => this.#settings[rule] !== 'off').flatMap((rule) => {
      const ranges = this.#ranges(rule, read).filter(({ start, end }) => !excepted.some((other) => other.start <= start && other.end >= end))
      return findingsOf(rule, text, ranges)
    })
  }

  #ranges(rule: Finding['rule'], text: ReadText): Range[] {
    if (rule === 'word') return this.#words(text)
    if (rule === 'link') return [...links(text.glyphs), ...contacts(text.glyphs), ...contactPhrases(text)]
    return rule === 'phone' ? phones(text.glyphs) : oneTextRepeats(text.glyphs)
  }

  #words(text: ReadText): Range[] {
    const own = rangesOf(this.#own.matches(text), text)
    if (!this.#settings.builtInWords) return own
    const { words, wordExceptions } = builtInWords()
    const found = words.matches(text)
    const kept = found.length === 0 ? [] : withoutExceptions(found, wordExceptions.matches(text), text.symbols)
    return [...own, ...rangesOf(kept, text), ...maskedWords(text.glyphs)]
  }
}

function contactPhrases(text: ReadText): Range[] {
  const { contacts: phrases, contactExceptions } = builtInWords()
  const found = phrases.matches(text)
  return found.length === 0 ? [] : rangesOf(withoutExceptions(found, contactExceptions.matches(text), text.symbols), text)
}

/** The strictest effect among the rules that found something. */
export function verdictOf(findings: readonly Finding[], settings: FilterSettings): Verdict {
  const effects = findings.map(({ rule }) => settings[rule])
  return { effect: effects.includes('refuse') ? 'refuse' : effects.includes('hold') ? 'hold' : 'pass', findings }
}

/** A host's entry has no letters behind a slash: they are for the built-in lists. */
function plain(entry: string): string {
  return entry.replaceAll('/', ' ')
}
