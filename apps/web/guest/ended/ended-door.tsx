import type { PublicSession } from '@guestwall/protocol'
import type { LanguageChoice } from '../../shared/language.ts'
import { TitleText } from '../../shared/title-text.tsx'
import { Door } from '../door.tsx'
import { guestMessages } from '../messages.ts'
import { endedMessages } from './ended-messages.ts'

/** The page for guests who come after the end: thanks, and a link to another wall. It has no form. */
export function EndedDoor({ session, choice }: { readonly session: PublicSession; readonly choice: LanguageChoice }) {
  const t = endedMessages(choice.language)
  return (
    <Door choice={choice}>
      <span className={`seal seal--${session.occasion ?? 'wedding'}`} aria-hidden="true" />
      {session.subtitle !== '' && <p className="door__subtitle">{session.subtitle}</p>}
      <h1 className="door__title door__title--names">
        <TitleText title={session.title} />
      </h1>
      <hr className="door__rule" />
      <p className="door__ask">{t.thanks[session.occasion ?? 'wedding']}</p>
      <p className="door__hint">{t.joinedLate}</p>
      <a className="door__link" href="/">
        {guestMessages(choice.language).otherCode}
      </a>
    </Door>
  )
}
