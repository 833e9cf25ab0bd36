import type { PublicSession } from '@guestwall/protocol'
import { useState } from 'react'
import type { LanguageChoice } from '../shared/language.ts'
import { suggestName } from '../shared/name-suggestion.ts'
import { TitleText } from '../shared/title-text.tsx'
import { Door } from './door.tsx'
import { NameForm } from './name-form.tsx'
import { GUEST_WORDS } from './words.ts'

interface JoinFormProps {
  readonly session: PublicSession
  readonly choice: LanguageChoice
  readonly onJoin: (name: string) => void
}

/** The invitation: whose wall it is, and the guest's name. A name is filled in, so one tap is enough. */
export function JoinForm({ session, choice, onJoin }: JoinFormProps) {
  const words = GUEST_WORDS[choice.language]
  const [suggestion] = useState(() => suggestName(choice.language, Math.random))
  return (
    <Door choice={choice}>
      {session.subtitle !== '' && <p className="door__subtitle">{session.subtitle}</p>}
      <h1 className="door__title door__title--names">
        <TitleText title={session.title} />
      </h1>
      <hr className="door__rule" />
      {session.state === 'scheduled' && <p className="door__hint">{words.notStartedJoin}</p>}
      <p className="door__ask">{words.joinAsk}</p>
      <NameForm name={suggestion} submitLabel={words.joinSubmit} hint={words.nameHint} language={choice.language} onName={onJoin} />
    </Door>
  )
}
