import { byLanguage, type Language } from './catalogs.ts'

export interface NameParts {
  readonly first: readonly string[]
  readonly second: readonly string[]
  readonly between: string
}

/** Parts of friendly names that are suggested to guests; each pair is a valid name. */
export const nameParts = byLanguage(import.meta.glob<NameParts>('../messages/*.ts', { eager: true, import: 'names' }))

/** A suggestion to fill the name field with. */
export function suggestName(language: Language, random: () => number): string {
  const { first, second, between } = nameParts(language)
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? ''
  return `${pick(first)}${between}${pick(second)}`
}
