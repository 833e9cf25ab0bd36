import type { SessionHost } from '@guestwall/client/host'
import type { CreatedCredential } from '@guestwall/protocol'
import { type FormEvent, useState } from 'react'
import type { Language } from '../shared/catalogs.ts'
import { errorSentence } from '../shared/error-sentences.ts'
import { outcomeOf } from '../shared/outcome.ts'
import { QrCode } from '../shared/qr-code.tsx'
import { Button } from '../shared/ui/button.tsx'
import { CopyField, type CopyMessages } from '../shared/ui/copy-field.tsx'
import { Field } from '../shared/ui/field.tsx'
import { Problem } from '../shared/ui/notice.tsx'
import { accessMessages } from './access-messages.ts'
import { Choices } from './choices.tsx'

interface NewLinkFormProps {
  readonly host: SessionHost
  readonly onCreated: () => Promise<void>
  readonly language: Language
  readonly copy: CopyMessages
}

const ROLES = ['moderator', 'host', 'wall'] as const

/** A link for a helper: a name, a role, and then the link once, to copy and to scan. */
export function NewLinkForm({ host, onCreated, language, copy }: NewLinkFormProps) {
  const t = accessMessages(language)
  const [name, setName] = useState('')
  const [role, setRole] = useState<(typeof ROLES)[number]>('moderator')
  const [created, setCreated] = useState<CreatedCredential | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const create = async (): Promise<void> => {
    setBusy(true)
    const answer = await outcomeOf(host.createCredential({ name, role }))
    setBusy(false)
    setProblem(answer.ok ? null : errorSentence(language, answer.failure.code))
    if (!answer.ok) return
    setCreated(answer.value)
    setName('')
    await onCreated()
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (name.trim() === '') setProblem(t.nameMissing)
    else if (!isBusy) void create()
  }
  return (
    <form className="access__form" noValidate onSubmit={submit} aria-label={t.linkTitle}>
      <h3 className="access__heading">{t.linkTitle}</h3>
      <Field label={t.name} value={name} placeholder={t.nameExample} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      <Choices legend={t.role} choices={ROLES.map((each) => [each, t.roles[each]] as const)} chosen={role} onChoose={setRole} />
      <p className="copy-field__hint">{t.rights[role]}</p>
      <Button type="submit" look="quiet" isBusy={isBusy}>
        {t.create}
      </Button>
      <Problem>{problem}</Problem>
      {created !== null && (
        <div className="access__created">
          <CopyField label={t.linkOf(created.credential.name)} text={created.url} hint={t.linkOnce} t={copy} />
          <div className="access__qr">
            <QrCode text={created.url} label={t.linkOf(created.credential.name)} />
          </div>
        </div>
      )}
    </form>
  )
}
