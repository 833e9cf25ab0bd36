import { type FormEvent, useState } from 'react'
import type { Language } from '../shared/catalogs.ts'
import { checkName } from '../shared/name-rules.ts'
import { guestMessages } from './messages.ts'
import { Button } from '../shared/ui/button.tsx'
import { Prompt } from '../shared/ui/field.tsx'

interface NameFormProps {
  readonly name: string
  readonly submitLabel: string
  readonly hint: string
  /** Why the name that was given last was not taken: gone as soon as another is typed. */
  readonly refusal?: string | null
  readonly language: Language
  readonly onName: (name: string) => void
}

/** Asks for a name and shows at once why it is not valid. */
export function NameForm({ name, submitLabel, hint, refusal = null, language, onName }: NameFormProps) {
  const t = guestMessages(language)
  const [text, setText] = useState(name)
  const [hasTried, setTried] = useState(false)
  const [given, setGiven] = useState(name)
  const check = checkName(text)
  const problem = hasTried && !check.ok ? t[check.problem] : text === given ? refusal : null

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    setGiven(text)
    if (check.ok) onName(check.name)
  }

  return (
    <form className="entry__form" onSubmit={submit} noValidate>
      <Prompt
        label={t.nameField}
        hint={hint}
        problem={problem}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
        autoComplete="nickname"
        enterKeyHint="done"
        dir="auto"
      />
      <Button type="submit" isTall className="entry__submit">
        {submitLabel}
      </Button>
    </form>
  )
}
