import { type FormEvent, useState } from 'react'
import { Button } from '../../shared/ui/button.tsx'
import { Field } from '../../shared/ui/field.tsx'
import type { GuestDeskMessages } from './messages.ts'

interface RenameFormProps {
  readonly name: string
  /** Resolves to whether it was taken. */
  readonly onRename: (name: string) => Promise<boolean>
  readonly t: GuestDeskMessages
}

/** A new name for a guest. It stands on all messages of the guest. */
export function RenameForm({ name, onRename, t }: RenameFormProps) {
  const [draft, setDraft] = useState(name)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (isBusy || draft.trim() === '' || draft.trim() === name) return
    setBusy(true)
    await onRename(draft.trim())
    setBusy(false)
  }
  return (
    <form className="guest-rename" onSubmit={(event) => void submit(event)}>
      <Field label={t.newName} value={draft} onChange={(event) => setDraft(event.target.value)} />
      <Button type="submit" look="quiet" isBusy={isBusy}>
        {t.save}
      </Button>
    </form>
  )
}
