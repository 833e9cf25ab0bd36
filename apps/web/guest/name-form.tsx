import { type FormEvent, useId, useState } from 'react'
import type { Language } from '../shared/language.ts'
import { checkName } from '../shared/name-rules.ts'
import { GUEST_WORDS } from './words.ts'

interface NameFormProps {
  readonly name: string
  readonly submitLabel: string
  readonly hint: string
  /** Why the name that was given last was not taken: gone as soon as another is typed. */
  readonly refusal?: string | null
  readonly language: Language
  readonly onName: (name: string) => void
}

/** Asks for a name and says at once what is wrong with it. */
export function NameForm({ name, submitLabel, hint, refusal = null, language, onName }: NameFormProps) {
  const words = GUEST_WORDS[language]
  const [text, setText] = useState(name)
  const [hasTried, setTried] = useState(false)
  const [given, setGiven] = useState(name)
  const aboutId = useId()
  const check = checkName(text)
  const problem = hasTried && !check.ok ? words[check.problem] : text === given ? refusal : null

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    setGiven(text)
    if (check.ok) onName(check.name)
  }

  return (
    <form className="door__form" onSubmit={submit} noValidate>
      <input
        className="field"
        aria-label={words.nameField}
        aria-describedby={aboutId}
        aria-invalid={problem !== null}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
        autoComplete="nickname"
        enterKeyHint="done"
        dir="auto"
      />
      <p id={aboutId} className={problem === null ? 'door__small' : 'problem'} role="status">
        {problem ?? hint}
      </p>
      <button type="submit" className="gw-button door__submit">
        {submitLabel}
      </button>
    </form>
  )
}
