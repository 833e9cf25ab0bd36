import { type PublicSession, parseCode } from '@guestwall/protocol'
import { type FormEvent, useState } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import type { LanguageChoice } from '../shared/language.ts'
import { EntryPage } from './entry-page.tsx'
import { findSession } from './find-session.ts'
import { guestMessages } from './messages.ts'
import { Button } from '../shared/ui/button.tsx'
import { Prompt } from '../shared/ui/field.tsx'

/** A whole message with a link in it may be pasted. */
const MAX_PASTED_LENGTH = 1_000

interface CodeFormProps {
  readonly code: string
  /** Why the code in the address did not lead anywhere. */
  readonly refusal: string | null
  readonly choice: LanguageChoice
  readonly onSession: (session: PublicSession) => void
}

/** The code by hand. Whatever stands in the way is said here, in the form. */
export function CodeForm({ code, refusal: firstRefusal, choice, onSession }: CodeFormProps) {
  const t = guestMessages(choice.language)
  const [text, setText] = useState(code)
  const [refusal, setRefusal] = useState(firstRefusal)
  const [isBusy, setBusy] = useState(false)

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (isBusy) return
    const parsed = parseCode(text)
    if (parsed === null) return setRefusal('malformed')
    setBusy(true)
    const found = await findSession(parsed)
    setBusy(false)
    if (!found.ok) return setRefusal(found.failure.code)
    onSession(found.value)
  }

  return (
    <EntryPage choice={choice}>
      <h1 className="entry__title">{t.codeTitle}</h1>
      <p className="entry__hint">{t.codeHint}</p>
      <form className="entry__form" onSubmit={submit} noValidate>
        <Prompt
          look="code"
          label={t.codeField}
          problem={refusal === null ? null : refusal === 'malformed' ? t.codeMalformed : errorSentence(choice.language, refusal)}
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder="······"
          maxLength={MAX_PASTED_LENGTH}
          autoCapitalize="characters"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="go"
        />
        <Button type="submit" isTall className="entry__submit" isBusy={isBusy}>
          {isBusy ? t.looking : t.codeSubmit}
        </Button>
      </form>
    </EntryPage>
  )
}
