import { useEffect, useEffectEvent } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import type { LanguageChoice } from '../shared/language.ts'
import { EntryPage } from './entry-page.tsx'
import { guestMessages } from './messages.ts'
import { Button } from '../shared/ui/button.tsx'

interface LookupProps {
  readonly code: string
  readonly refusal: string | null
  readonly choice: LanguageChoice
  readonly lookUp: (code: string) => Promise<void>
}

/** A page that could not be opened tries again at this interval. */
const RETRY_MS = 4_000

/** Asks for the session of a scanned code, until there is an answer. */
export function Lookup({ code, refusal, choice, lookUp }: LookupProps) {
  const t = guestMessages(choice.language)
  // Asks once on opening, then every few seconds.
  const ask = useEffectEvent(lookUp)
  useEffect(() => {
    void ask(code)
    const timer = setInterval(() => ask(code), RETRY_MS)
    return () => clearInterval(timer)
  }, [code])
  return (
    <EntryPage choice={choice}>
      <p className="entry__code">{code}</p>
      <p role="status" className="entry__hint">
        {refusal === null ? t.looking : errorSentence(choice.language, refusal)}
      </p>
      {refusal !== null && (
        <>
          <Button isTall className="entry__submit" onClick={() => lookUp(code)}>
            {t.tryAgain}
          </Button>
          <a className="entry__link" href="/">
            {t.otherCode}
          </a>
        </>
      )}
    </EntryPage>
  )
}
