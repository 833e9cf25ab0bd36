import { type FormEvent, useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { Button } from '../../shared/ui/button.tsx'
import { Field } from '../../shared/ui/field.tsx'
import { fieldTime, timeOfField } from './field-time.ts'
import { lifeMessages } from './messages.ts'

interface OpeningFormProps {
  readonly opensAt: string | null
  /** `null`: it opens when a host opens it. */
  readonly change: (opensAt: string | null) => Promise<void>
  readonly language: Language
}

/** When the session opens by itself. */
export function OpeningForm({ opensAt, change, language }: OpeningFormProps) {
  const t = lifeMessages(language)
  const [time, setTime] = useState(opensAt === null ? '' : fieldTime(new Date(opensAt)))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const at = timeOfField(time)
    if (at !== null) void change(at.toISOString())
  }
  return (
    <form className="life__opening" onSubmit={submit}>
      <Field label={t.opensAt} type="datetime-local" value={time} onChange={(event) => setTime(event.target.value)} />
      <div className="life__acts">
        <Button type="submit" look="quiet">
          {t.setOpening}
        </Button>
        {opensAt !== null && (
          <Button look="quiet" onClick={() => void change(null)}>
            {t.clearOpening}
          </Button>
        )}
      </div>
    </form>
  )
}
