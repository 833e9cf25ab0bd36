import type { LanguageChoice } from '../shared/language.ts'
import { LanguageSwitch } from '../shared/language-switch.tsx'
import { TitleText } from '../shared/title-text.tsx'
import { GUEST_WORDS } from './words.ts'

interface RoomHeaderProps {
  readonly session: { readonly title: string; readonly subtitle: string }
  readonly online: number | null
  readonly choice: LanguageChoice
  readonly onPeople: () => void
}

/** Whose wall it is and who is here. */
export function RoomHeader({ session, online, choice, onPeople }: RoomHeaderProps) {
  return (
    <header className="room__header">
      {session.subtitle !== '' && <p className="room__subtitle">{session.subtitle}</p>}
      <h1 className="room__title">
        <TitleText title={session.title} />
      </h1>
      <div className="room__tools">
        {online !== null && (
          <button type="button" className="room__here" onClick={onPeople}>
            {GUEST_WORDS[choice.language].here(online)}
          </button>
        )}
        <LanguageSwitch {...choice} />
      </div>
    </header>
  )
}
