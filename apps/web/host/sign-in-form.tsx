import { type FormEvent, useState } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import type { LanguageChoice } from '../shared/language.ts'
import { keyOf } from './sign-in.ts'
import { hostMessages, type KeySource } from './messages.ts'
import { Button } from '../shared/ui/button.tsx'
import { Field } from '../shared/ui/field.tsx'
import { Problem } from '../shared/ui/notice.tsx'

export interface SignInRefusal {
  readonly code: string
  readonly source: KeySource
}

interface SignInFormProps {
  readonly refusal: SignInRefusal | null
  readonly choice: LanguageChoice
  readonly onKey: (key: string, source: KeySource) => void
}

/** Sign-in by hand, without the link from the terminal. */
export function SignInForm({ refusal, choice, onKey }: SignInFormProps) {
  const t = hostMessages(choice.language)
  const [text, setText] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const key = keyOf(text)
    if (key !== '') onKey(key, key === text.trim() ? 'typed' : 'link')
  }
  return (
    <form className="panel" onSubmit={submit}>
      <h1 className="panel__title">{t.signInTitle}</h1>
      <p className="panel__hint">{t.signInHint}</p>
      <Field
        label={t.signInField}
        type="password"
        value={text}
        onChange={(event) => setText(event.target.value)}
        autoComplete="current-password"
      />
      <Problem>
        {refusal === null
          ? null
          : refusal.code === 'unauthorised'
            ? t.signInRefused[refusal.source]
            : errorSentence(choice.language, refusal.code)}
      </Problem>
      <Button type="submit">{t.signIn}</Button>
    </form>
  )
}
