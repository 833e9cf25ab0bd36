import { isDeepStrictEqual } from 'node:util'

/** More of a value than this says nothing to a person. */
const MAX_SHOWN = 600

/** A rule that the target does not keep, in a sentence. */
export class RuleBroken extends Error {
  override readonly name = 'RuleBroken'
}

/** Throws unless `actual` equals `expected` in every field. `what` is the subject of the sentence. */
export function equal(what: string, actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) throw new RuleBroken(`${what} is ${shown(actual)}, expected ${shown(expected)}`)
}

/** Throws unless `claim` holds. `sentence` says what is wrong. */
export function holds(claim: boolean, sentence: string): asserts claim {
  if (!claim) throw new RuleBroken(sentence)
}

export function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value))
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}
