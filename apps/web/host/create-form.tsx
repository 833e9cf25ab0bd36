import { type HostedSession, OCCASION_DEFAULTS, type Occasion, OccasionSchema, type Theme } from '@guestwall/protocol'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import { outcomeOf } from '../shared/outcome.ts'
import type { LanguageChoice } from '../shared/language.ts'
import { Choices } from './choices.tsx'
import { createWall, type Beginning, BEGINNINGS } from './create-wall.ts'
import { timeOfField } from './life/field-time.ts'
import { lifeMessages } from './life/messages.ts'
import { ThemePicker } from './theme-picker.tsx'
import { hostMessages } from './messages.ts'
import { Button } from '../shared/ui/button.tsx'
import { Field } from '../shared/ui/field.tsx'
import { Problem } from '../shared/ui/notice.tsx'

interface CreateFormProps {
  readonly token: string
  readonly choice: LanguageChoice
  readonly onCreated: (hosted: HostedSession) => void
  /** There is nothing else to do here: the title can be typed at once. */
  readonly takesFocus: boolean
}

/** From nothing to a wall: one field is enough (H1). The host approves first and the filter marks what it finds, until the host says otherwise. */
export function CreateForm({ token, choice, onCreated, takesFocus }: CreateFormProps) {
  const t = hostMessages(choice.language)
  const life = lifeMessages(choice.language)
  const [title, setTitle] = useState('')
  const [subtitle, setSubtitle] = useState('')
  const [occasion, setOccasion] = useState<Occasion>('wedding')
  const [chosenTheme, setTheme] = useState<Theme | null>(null)
  const theme = chosenTheme ?? OCCASION_DEFAULTS[occasion].theme
  const [begins, setBegins] = useState<Beginning>('open')
  const [time, setTime] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const titleField = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (takesFocus) titleField.current?.focus()
  }, [takesFocus])

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (isBusy) return
    if (title.trim() === '') return setProblem(t.titleMissing)
    setBusy(true)
    const answer = await outcomeOf(createWall(token, { title, subtitle, occasion, theme, begins, opensAt: timeOfField(time) }))
    setBusy(false)
    if (answer.ok) onCreated(answer.value)
    else setProblem(errorSentence(choice.language, answer.failure.code))
  }

  return (
    <form className="panel" onSubmit={submit} noValidate>
      <h1 className="panel__title">{t.newTitle}</h1>
      <Field
        label={t.titleField}
        look="title"
        fieldRef={titleField}
        value={title}
        placeholder={t.titleExample}
        onChange={(event) => setTitle(event.target.value)}
        isWrong={problem !== null}
      />
      <Field
        label={t.subtitleField}
        value={subtitle}
        placeholder={t.subtitleExample}
        onChange={(event) => setSubtitle(event.target.value)}
      />
      <Choices
        legend={life.occasion}
        choices={OccasionSchema.options.map((each) => [each, life.occasions[each]] as const)}
        chosen={occasion}
        onChoose={setOccasion}
      />
      <ThemePicker theme={theme} onTheme={setTheme} t={t} />
      <Choices
        legend={life.begins}
        choices={BEGINNINGS.map((each) => [each, life.beginnings[each]] as const)}
        chosen={begins}
        onChoose={setBegins}
      />
      <p className="panel__hint">{life.beginningHints[begins]}</p>
      {begins !== 'open' && (
        <Field label={life.opensAtOptional} type="datetime-local" value={time} onChange={(event) => setTime(event.target.value)} />
      )}
      <Problem>{problem}</Problem>
      <Button type="submit" className="panel__submit" isBusy={isBusy}>
        {isBusy ? t.busy : t.create}
      </Button>
    </form>
  )
}
