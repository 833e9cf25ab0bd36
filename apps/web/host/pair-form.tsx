import type { SessionHost } from '@guestwall/client/host'
import { parseCode } from '@guestwall/protocol'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Language } from '../shared/catalogs.ts'
import { errorSentence } from '../shared/error-sentences.ts'
import { outcomeOf } from '../shared/outcome.ts'
import { Button } from '../shared/ui/button.tsx'
import { Field } from '../shared/ui/field.tsx'
import { Problem } from '../shared/ui/notice.tsx'
import { accessMessages } from './access-messages.ts'

interface PairFormProps {
  readonly host: SessionHost
  /** The address to open on the screen. */
  readonly address: string
  /** The code of a screen that was scanned. */
  readonly scanned: string | null
  readonly onPaired: () => Promise<void>
  readonly language: Language
}

/** Pairs a big screen by the code that it shows. */
export function PairForm({ host, address, scanned, onPaired, language }: PairFormProps) {
  const t = accessMessages(language)
  const [code, setCode] = useState(scanned ?? '')
  const [name, setName] = useState(t.screenExample)
  const [problem, setProblem] = useState<string | null>(null)
  const [told, setTold] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (scanned !== null) form.current?.scrollIntoView({ block: 'center' })
  }, [scanned])
  const pair = async (): Promise<void> => {
    setBusy(true)
    const answer = await outcomeOf(host.pairScreen({ code, name }))
    setBusy(false)
    if (!answer.ok) return setProblem(answer.failure.code === 'not_found' ? t.codeUnknown : errorSentence(language, answer.failure.code))
    setCode('')
    setTold(t.paired(answer.value.name))
    await onPaired()
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTold(null)
    if (parseCode(code) === null) return setProblem(t.codeMalformed)
    if (name.trim() === '') return setProblem(t.nameMissing)
    setProblem(null)
    if (!isBusy) void pair()
  }
  return (
    <form ref={form} className="access__form" noValidate onSubmit={submit} aria-label={t.pairTitle}>
      <h3 className="access__heading">{t.pairTitle}</h3>
      <p className="copy-field__hint">{t.pairHint}</p>
      <p className="access__address">{address.replace(/^https?:\/\//, '')}</p>
      <Field
        label={t.code}
        value={code}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        onChange={(event) => setCode(event.target.value)}
      />
      <Field label={t.screenName} value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      <Button type="submit" look="quiet" isBusy={isBusy}>
        {t.pair}
      </Button>
      <p className="copy-field__hint" role="status">
        {told}
      </p>
      <Problem>{problem}</Problem>
    </form>
  )
}
