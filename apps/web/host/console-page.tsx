import { type MouseEvent, type ReactNode, useEffect } from 'react'
import type { LanguageChoice } from '../shared/language.ts'
import { LanguageSwitch } from '../shared/ui/language-switch.tsx'
import { usePageTitle } from '../shared/use-page-title.ts'
import { OpenConsole } from './open-console.tsx'
import { lastConsole, operatorToken } from './credentials.ts'
import { useCredentials } from './use-credentials.ts'
import { hostMessages } from './messages.ts'
import { Button, LinkButton } from '../shared/ui/button.tsx'

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
    const gone = (
      <ConsoleFrame choice={choice}>
        <p className="panel__hint" role="status">
          {t.health.session_not_found}
        </p>
        {operatorToken.recall() !== null && <Button onClick={onLeave}>{t.allWalls}</Button>}
      </ConsoleFrame>
    )
    return (
      <OpenConsole sessionId={sessionId} credentials={credentials} choice={choice} takesFocus={takesFocus} onLeave={onLeave} gone={gone} />
    )
  }
  const signIn = (event: MouseEvent): void => {
    event.preventDefault()
    onSignIn()
  }
  return (
    <ConsoleFrame choice={choice}>
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
    </ConsoleFrame>
  )
}

/** A page of the console that shows no wall. */
function ConsoleFrame({ choice, children }: { readonly choice: LanguageChoice; readonly children: ReactNode }) {
  usePageTitle(null)
  return (
    <div className="home">
      <header className="home__header">
        <p className="home__mark">{hostMessages(choice.language).title}</p>
        <LanguageSwitch {...choice} />
      </header>
      <main className="home__main">{children}</main>
    </div>
  )
}
