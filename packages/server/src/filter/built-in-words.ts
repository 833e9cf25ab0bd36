import { entriesOf } from './entries.ts'
import { CHINESE } from './lists/chinese.ts'
import { CHINESE_EXCEPTIONS } from './lists/chinese-exceptions.ts'
import { CONTACT_EXCEPTIONS, CONTACT_PHRASES } from './lists/contact-phrases.ts'
import { ENGLISH } from './lists/english.ts'
import { ENGLISH_EXCEPTIONS } from './lists/english-exceptions.ts'
import { WordMatcher } from './word-matcher.ts'

interface BuiltInWords {
  readonly words: WordMatcher
  readonly wordExceptions: WordMatcher
  readonly contacts: WordMatcher
  readonly contactExceptions: WordMatcher
}

let built: BuiltInWords | null = null

/** The built-in lists, ready to match. They are built at the first use and shared by all sessions. */
export function builtInWords(): BuiltInWords {
  built ??= {
    words: new WordMatcher([...entriesOf(ENGLISH), ...entriesOf(CHINESE)]),
    wordExceptions: exceptions(ENGLISH_EXCEPTIONS, CHINESE_EXCEPTIONS),
    contacts: new WordMatcher(entriesOf(CONTACT_PHRASES)),
    contactExceptions: exceptions(CONTACT_EXCEPTIONS),
  }
  return built
}

/** Exceptions are compared as they are written: one found by its sound would take a true match away. */
function exceptions(...lists: readonly string[]): WordMatcher {
  return new WordMatcher(lists.flatMap(entriesOf).map((entry) => `${entry}/x`))
}
