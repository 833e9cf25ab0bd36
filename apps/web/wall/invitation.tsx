import { type Language, otherLanguage } from '../shared/language.ts'
import { WALL_WORDS, type WallWords } from './words.ts'

interface InvitationProps {
  readonly language: Language
  readonly of: (words: WallWords) => string
}

/** One sentence to the whole hall, in both languages. */
export function Invitation({ language, of }: InvitationProps) {
  const other = otherLanguage(language)
  return (
    <p className="invitation">
      <span lang={language}>{of(WALL_WORDS[language])}</span>
      <span className="invitation__dot" aria-hidden="true">
        ·
      </span>
      <span lang={other}>{of(WALL_WORDS[other])}</span>
    </p>
  )
}
