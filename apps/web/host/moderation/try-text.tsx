import type { SessionHost } from '@guestwall/client/host'
import type { TriedText } from '@guestwall/protocol'
import { type SyntheticEvent, useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { errorSentence } from '../../shared/error-sentences.ts'
import { outcomeOf } from '../../shared/outcome.ts'
import { Button } from '../../shared/ui/button.tsx'
import { Field } from '../../shared/ui/field.tsx'
import { HeldChips } from '../queue/held-chips.tsx'
import { queueMessages } from '../queue/messages.ts'
import type { ModerationMessages } from './messages.ts'

interface TryTextProps {
  readonly host: SessionHost
  readonly language: Language
  readonly t: ModerationMessages
}

/** A text to try: what the wall would do with it now. Nothing of it is stored. */
export function TryText({ host, language, t }: TryTextProps) {
  const [text, setText] = useState('')
  const [tried, setTried] = useState<TriedText | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const ask = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault()
    const answer = await outcomeOf(host.tryText(text))
    setTried(answer.ok ? answer.value : null)
    setRefusal(answer.ok ? null : errorSentence(language, answer.failure.code))
  }
  const write = (written: string): void => {
    setText(written)
    setTried(null)
    setRefusal(null)
  }
  return (
    <form className="try-text" onSubmit={(event) => void ask(event)}>
      <Field label={t.tryField} value={text} isWrong={refusal !== null} onChange={(event) => write(event.target.value)} />
      <Button look="quiet" type="submit">
        {t.tryIt}
      </Button>
      <p className={refusal === null ? 'try-text__answer' : 'try-text__answer problem'} role="status">
        {refusal}
        {tried !== null && (
          <>
            <b className={`try-text__effect try-text__effect--${tried.effect}`}>{t.tried[tried.effect]}</b>
            <HeldChips held={tried.held} t={queueMessages(language)} />
          </>
        )}
      </p>
    </form>
  )
}
