import { entriesOf } from './entries.ts'
import { CHINESE } from './lists/chinese.ts'
import { CHINESE_EXCEPTIONS } from './lists/chinese-exceptions.ts'
import { CONTACT_EXCEPTIONS, CONTACT_PHRASES } from './lists/contact-phrases.ts'
import { ENGLISH } from './lists/english.ts'
import { ENGLISH_EXCEPTIONS } from './lists/english-exceptions.ts'
import { WordMatcher } from './word-matcher.ts'

/** The built-in lists: words that a host does not want, and calls to get in touch. */
export const BUILT_IN = { words: 0, contacts: 1 } as const

interface BuiltInWords {
  /** By `BUILT_IN`. */
  readonly lists: WordMatcher
  readonly exceptions: WordMatcher
}

let built: BuiltInWords | null = null

/** The built-in lists, ready to match. They are built at the first use and shared by all sessions. */
export function builtInWords(): BuiltInWords {
  built ??= {
    lists: new WordMatcher([...entriesOf(ENGLISH), ...entriesOf(CHINESE)], entriesOf(CONTACT_PHRASES)),
    // Exceptions are compared as they are written: one found by its sound would take a true match away.
    exceptions: new WordMatcher(
      [ENGLISH_EXCEPTIONS, CHINESE_EXCEPTIONS, CONTACT_EXCEPTIONS].flatMap(entriesOf).map((entry) => `${entry}/x`),
    ),
  }
  return built
}
