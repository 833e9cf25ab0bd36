import type { ErrorCode } from '@guestwall/protocol'
import { byLanguage, type Language } from './catalogs.ts'

/** Refusals that never reach us as such: no answer at all, or one from something in between. */
export type LocalFailure = 'network' | 'foreign'
export type FailureCode = ErrorCode | LocalFailure

export type ErrorSentences = Readonly<Record<FailureCode, string>>

/** A plain sentence for every refusal, complete by type. */
export const errorSentences = byLanguage(import.meta.glob<ErrorSentences>('../messages/*.ts', { eager: true, import: 'errors' }))

/** The sentence for a code as it came over the wire; a newer server's code gets a general one. */
export function errorSentence(language: Language, code: string): string {
  const sentences = errorSentences(language)
  return sentences[Object.keys(sentences).includes(code) ? (code as FailureCode) : 'internal']
}
