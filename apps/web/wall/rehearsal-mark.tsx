import type { Session } from '@guestwall/protocol'
import type { Language } from '../shared/catalogs.ts'
import { secondLanguage } from '../shared/language.ts'
import { wallPageMessages } from './messages.ts'

interface RehearsalMarkProps {
  readonly session: Pick<Session, 'state'>
  readonly language: Language
}

/** Tells the hall that this is a rehearsal: it may be looking already. */
export function RehearsalMark({ session, language }: RehearsalMarkProps) {
  if (session.state !== 'rehearsing') return null
  const second = secondLanguage(language)
  return (
    <p className="rehearsal-mark">
      <span>{wallPageMessages(language).rehearsal}</span>
      <span className="rehearsal-mark__second" lang={second}>
        {wallPageMessages(second).rehearsal}
      </span>
    </p>
  )
}
