import type { PublicSession } from '@guestwall/protocol'
import type { LanguageChoice } from '../../shared/language.ts'
import { EntryHeading } from '../entry-heading.tsx'
import { EntryPage } from '../entry-page.tsx'
import { guestMessages } from '../messages.ts'
import { endedMessages } from './ended-messages.ts'

/** The page for guests who come after the end: thanks, and a link to another wall. It has no form. */
export function EndedPage({ session, choice }: { readonly session: PublicSession; readonly choice: LanguageChoice }) {
  const t = endedMessages(choice.language)
  return (
    <EntryPage choice={choice}>
      <span className={`seal seal--${session.occasion ?? 'wedding'}`} aria-hidden="true" />
      <EntryHeading title={session.title} subtitle={session.subtitle} />
      <p className="entry__ask">{t.thanks[session.occasion ?? 'wedding']}</p>
      <p className="entry__hint">{t.joinedLate}</p>
      <a className="entry__link" href="/">
        {guestMessages(choice.language).otherCode}
      </a>
    </EntryPage>
  )
}
