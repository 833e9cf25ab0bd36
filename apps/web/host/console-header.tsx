import type { ClientSnapshot } from '@guestwall/client'
import type { Session } from '@guestwall/protocol'
import { useConnectionNotice } from '@guestwall/react'
import { type ReactNode, useEffect, useRef } from 'react'
import type { LanguageChoice } from '../shared/language.ts'
import { LanguageSwitch } from '../shared/ui/language-switch.tsx'
import { openingTime } from '../shared/opening-time.ts'
import { TitleText } from '../shared/title-text.tsx'
import { hostMessages } from './messages.ts'
import { ScreensHealth } from './screens/health-strip.tsx'
import type { Screens } from './screens/use-screens.ts'
import { Button } from '../shared/ui/button.tsx'

interface ConsoleHeaderProps {
  readonly session: Session | null
  readonly snapshot: ClientSnapshot
  readonly choice: LanguageChoice
  readonly takesFocus: boolean
  /** To all walls; `null` for a browser that may not see them. */
  readonly onLeave: (() => void) | null
  readonly screens: Screens
  /** A sentence about an act of another host who was first. */
  readonly told: string | null
  /** The actions of each part. */
  readonly children?: ReactNode
}

/** Shorter than on a phone: a host needs to know early. */
const PATIENCE_MS = 1_000

/** Which wall this is, and how it is doing: guests here, and this page's own link, as it really is. */
export function ConsoleHeader({ session, snapshot, choice, takesFocus, onLeave, screens, told, children }: ConsoleHeaderProps) {
  const t = hostMessages(choice.language)
  const notice = useConnectionNotice(snapshot, PATIENCE_MS)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (takesFocus) title.current?.focus()
  }, [takesFocus])
  const isBefore = session?.state === 'scheduled' || session?.state === 'rehearsing'
  const opens = isBefore ? openingTime(choice.language, session.opensAt) : null
  const isWell = notice === null && (snapshot.state === 'connected' || snapshot.isTimely)
  return (
    <header className="console__header">
      {onLeave !== null && (
        <Button look="text" className="console__back" onClick={onLeave}>
          <span aria-hidden="true">‹</span> <span className="console__back-name">{t.allWalls}</span>
        </Button>
      )}
      <p role="status" className="console__told">
        {told}
      </p>
      <h1 ref={title} tabIndex={-1} className="console__title">
        <TitleText title={session?.title ?? t.title} />
      </h1>
      {session !== null && <span className={`console__state console__state--${session.state}`}>{t.states[session.state]}</span>}
      <div className="console__health">
        {opens !== null && <span className="console__guests">{t.opens(opens)}</span>}
        {snapshot.online !== null && <span className="console__guests">{t.guests(snapshot.online)}</span>}
        <ScreensHealth screens={screens} language={choice.language} />
        <span role="status" className={isWell ? 'console__link console__link--well' : 'console__link'}>
          {t.health[notice ?? (isWell ? 'connected' : 'connecting')]}
        </span>
      </div>
      {children}
      <LanguageSwitch {...choice} />
    </header>
  )
}
