import { secondLanguage } from '../shared/language.ts'
import { type Language } from '../shared/catalogs.ts'
import { wallPageMessages, type WallPageMessages } from './messages.ts'

interface InvitationProps {
  readonly language: Language
  readonly of: (t: WallPageMessages) => string
}

/** One sentence to the whole hall, in both languages. */
export function Invitation({ language, of }: InvitationProps) {
  const second = secondLanguage(language)
  return (
    <p className="invitation">
      <span lang={language}>{of(wallPageMessages(language))}</span>
      <span className="invitation__dot" aria-hidden="true">
        ·
      </span>
      <span lang={second}>{of(wallPageMessages(second))}</span>
    </p>
  )
}
