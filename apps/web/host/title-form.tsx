import type { ChangeSessionBody, Session } from '@guestwall/protocol'
import { type FormEvent, useState } from 'react'
import type { HostMessages } from './messages.ts'
import { Button } from '../shared/ui/button.tsx'
import { Field } from '../shared/ui/field.tsx'
import { Fold } from '../shared/ui/fold.tsx'

interface TitleFormProps {
  readonly session: Session
  readonly change: (change: ChangeSessionBody) => Promise<boolean>
  readonly t: HostMessages
}

/** The names and the line above them, folded away until needed. */
export function TitleForm({ session, change, t }: TitleFormProps) {
  const [title, setTitle] = useState(session.title)
  const [subtitle, setSubtitle] = useState(session.subtitle)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (title.trim() !== '') void change({ title: title.trim(), subtitle: subtitle.trim() })
  }
  return (
    <Fold title={t.editTitle}>
      <form onSubmit={submit}>
        <Field label={t.titleField} value={title} onChange={(event) => setTitle(event.target.value)} />
        <Field label={t.subtitleField} value={subtitle} onChange={(event) => setSubtitle(event.target.value)} />
        <Button type="submit" look="quiet">
          {t.save}
        </Button>
      </form>
    </Fold>
  )
}
