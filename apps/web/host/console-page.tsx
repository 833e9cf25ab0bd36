import type { LanguageChoice } from '../shared/language.ts'
import { LanguageSwitch } from '../shared/language-switch.tsx'
import { LiveConsole } from './live-console.tsx'
import { useCredentials } from './use-credentials.ts'
import { HOST_WORDS } from './words.ts'

interface ConsolePageProps {
  readonly sessionId: string
  readonly choice: LanguageChoice
  readonly onLeave: () => void
}

/** `/host/{sessionId}`: the wall's console, for who may. */
export function ConsolePage({ sessionId, choice, onLeave }: ConsolePageProps) {
  const words = HOST_WORDS[choice.language]
  const credentials = useCredentials(sessionId)
  if (credentials !== null && credentials !== undefined) {
    return <LiveConsole sessionId={sessionId} credentials={credentials} choice={choice} onLeave={onLeave} />
  }
  return (
    <div className="home">
      <header className="home__header">
        <p className="home__mark">{words.title}</p>
        <LanguageSwitch {...choice} />
      </header>
      <main className="home__main">
        <p className="panel__hint" role="status">
          {credentials === null ? words.noHostToken : words.loading}
        </p>
      </main>
    </div>
  )
}
