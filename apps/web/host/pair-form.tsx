import type { SessionHost } from '@guestwall/client/host'
import { useEffect, useRef } from 'react'
import type { Language } from '../shared/catalogs.ts'
import { Button } from '../shared/ui/button.tsx'
import { Field } from '../shared/ui/field.tsx'
import { Problem } from '../shared/ui/notice.tsx'
import { accessMessages } from './access-messages.ts'
import { usePairScreen } from './use-pair-screen.ts'

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
  const { code, setCode, name, setName, problem, told, isBusy, submit } = usePairScreen({ host, scanned, onPaired, language })
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (scanned !== null) form.current?.scrollIntoView({ block: 'center' })
  }, [scanned])
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
