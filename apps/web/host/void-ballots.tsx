import { type FormEvent, useState } from 'react'
import type { VoteDeskMessages } from './vote-messages.ts'
import { Button } from '../shared/ui/button.tsx'
import { Field } from '../shared/ui/field.tsx'
import { Fold } from '../shared/ui/fold.tsx'

const MINUTE_MS = 60_000
/** The first values of the fields: the last minutes, in which the host saw that too many joined. */
const FIRST_MINUTES = 10

interface VoidBallotsProps {
  /** Moments in Unix milliseconds, both included. Resolves to whether it was taken. */
  readonly onVoid: (fromMs: number, toMs: number) => Promise<boolean>
  readonly t: VoteDeskMessages['voiding']
}

/** Voids the ballots of guests who joined in a time: folded, for it is rarely needed and cannot be taken back. */
export function VoidBallots({ onVoid, t }: VoidBallotsProps) {
  const [from, setFrom] = useState(() => localMinute(new Date().getTime() - FIRST_MINUTES * MINUTE_MS))
  const [to, setTo] = useState(() => localMinute(new Date().getTime()))
  const [isDone, setDone] = useState(false)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    // The last minute is meant as a whole.
    setDone(await onVoid(Date.parse(from), Date.parse(to) + MINUTE_MS - 1))
  }
  return (
    <Fold title={t.title} className="host-vote__void">
      <p className="panel__hint">{t.hint}</p>
      <form onSubmit={(event) => void submit(event)}>
        <Field label={t.from} type="datetime-local" required value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <Field label={t.to} type="datetime-local" required value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        <Button type="submit" look="quiet">
          {t.act}
        </Button>
        <span role="status">{isDone ? t.done : null}</span>
      </form>
    </Fold>
  )
}

/** As the field wants it: the hall's own time, to the minute. */
function localMinute(ms: number): string {
  return new Date(ms - new Date(ms).getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16)
}
