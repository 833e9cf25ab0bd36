import { type MouseEvent, useEffect } from 'react'
import type { LanguageChoice } from '../shared/language.ts'
import { LanguageSwitch } from '../shared/ui/language-switch.tsx'
import { LiveConsole } from './live-console.tsx'
import { lastConsole } from './credentials.ts'
import { useCredentials } from './use-credentials.ts'
import { hostMessages } from './messages.ts'
import { LinkButton } from '../shared/ui/button.tsx'

interface ConsolePageProps {
  readonly sessionId: string
  readonly choice: LanguageChoice
  /** It was opened from the list: the focus goes to its title. */
  readonly takesFocus: boolean
  readonly onLeave: () => void
  /** Goes to the sign-in, and from there back to this wall. */
  readonly onSignIn: () => void
}

/** `/host/{sessionId}`: the console of a wall, for a browser with a host credential. */
export function ConsolePage({ sessionId, choice, takesFocus, onLeave, onSignIn }: ConsolePageProps) {
  const t = hostMessages(choice.language)
  const credentials = useCredentials(sessionId)
  const isOpen = credentials !== null && credentials !== undefined
  useEffect(() => {
    if (isOpen) lastConsole.keep(sessionId)
  }, [isOpen, sessionId])
  if (isOpen) {
    return <LiveConsole sessionId={sessionId} credentials={credentials} choice={choice} takesFocus={takesFocus} onLeave={onLeave} />
  }
  const signIn = (event: MouseEvent): void => {
    event.preventDefault()
    onSignIn()
  }
  return (
    <div className="home">
      <header className="home__header">
        <p className="home__mark">{t.title}</p>
        <LanguageSwitch {...choice} />
      </header>
      <main className="home__main">
        {credentials === undefined ? (
          <p className="panel__hint" role="status">
            {t.loading}
          </p>
        ) : (
          <div className="panel">
            <p className="panel__hint" role="status">
              {t.noHostToken}
            </p>
            <LinkButton className="panel__submit" href="/host" onClick={signIn}>
              {t.signInHere}
            </LinkButton>
          </div>
        )}
      </main>
    </div>
  )
}
