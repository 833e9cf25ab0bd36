import { PSEUDO_LANGUAGE, pseudo } from './pseudo-language.ts'

/** The tag of a language that has a catalog: the name of its file in `messages/`. */
export type Language = string

/** The facts of a language that the switch needs. */
export interface LanguageFacts {
  /** Short, in the language itself. */
  readonly name: string
  /** For screen readers, in the language itself. */
  readonly switchTo: string
}

/** `import.meta.glob` of one part of every catalog. */
type Files<Part> = Readonly<Record<string, Part>>

/** Tests and `npm run dev` have a language more: English, lengthened. No build for guests has it. */
const HAS_PSEUDO = import.meta.env.MODE !== 'production'

/** One part of the catalogs, by language. */
export function byLanguage<Part>(files: Files<Part>): (language: Language) => Part {
  const parts = new Map(Object.entries(files).map(([path, part]) => [tagOf(path), part]))
  const english = parts.get('en')
  if (english === undefined) throw new Error('There is no catalog in English.')
  if (HAS_PSEUDO) parts.set(PSEUDO_LANGUAGE, pseudo(english))
  return (language) => parts.get(language) ?? english
}

function tagOf(path: string): Language {
  return path.slice(path.lastIndexOf('/') + 1, path.lastIndexOf('.'))
}

const FACTS = import.meta.glob<LanguageFacts>('../messages/*.ts', { eager: true, import: 'language' })

export const languageFacts = byLanguage(FACTS)

export const LANGUAGES: readonly Language[] = [...Object.keys(FACTS).map(tagOf), ...(HAS_PSEUDO ? [PSEUDO_LANGUAGE] : [])]
