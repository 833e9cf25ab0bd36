import type { SessionHost } from '@guestwall/client/host'
import type { ChangeSessionBody, Retention, Session } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { outcomeOf } from '../../shared/outcome.ts'
import { Fold } from '../../shared/ui/fold.tsx'
import { TwoStep } from '../../shared/ui/two-step.tsx'
import { lifeMessages } from './messages.ts'

const DAYS = [1, 7, 30, 90] as const

interface DataFoldProps {
  readonly session: Session
  readonly host: SessionHost
  readonly change: (change: ChangeSessionBody) => Promise<boolean>
  readonly report: (call: Promise<unknown>) => Promise<boolean>
  readonly onDeleted: () => void
  readonly language: Language
}

/** How long the data is kept, when it goes by itself, and its deletion now. */
export function DataFold({ session, host, change, report, onDeleted, language }: DataFoldProps) {
  const t = lifeMessages(language)
  const [isOpen, setOpen] = useState(false)
  const [retention, setRetention] = useState<Retention | null>(null)
  // Asked again after each change of the session: each is an event, from which the days count.
  useEffect(() => {
    let isWanted = isOpen
    if (isWanted) void outcomeOf(host.getRetention()).then((answer) => isWanted && answer.ok && setRetention(answer.value))
    return () => {
      isWanted = false
    }
  }, [isOpen, host, session])
  const remove = async (): Promise<void> => {
    if (await report(host.delete())) onDeleted()
  }
  return (
    <Fold title={t.data} className="life__data" onToggle={setOpen}>
      {retention !== null && (
        <>
          <p className="panel__hint">{retention.deletesAt === null ? t.keptAsDraft : t.deletesAt(dayOf(language, retention.deletesAt))}</p>
          <label className="life__days">
            <span>{t.keepFor}</span>
            <select
              value={Math.min(session.retentionDays ?? retention.serverDays, retention.serverDays)}
              onChange={(event) => void change({ retentionDays: Number(event.target.value) })}
            >
              {daysOf(session, retention).map((days) => (
                <option key={days} value={days}>
                  {t.days(days)}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
      <p className="panel__hint">{t.deleteHint}</p>
      <TwoStep ask={t.delete} confirm={t.confirmDelete} keep={t.keep} onConfirm={() => void remove()} />
    </Fold>
  )
}

/** A session may ask for fewer days than the server's. */
function daysOf({ retentionDays = 0 }: Session, { serverDays }: Retention): number[] {
  const all = new Set([...DAYS, retentionDays, serverDays].filter((days) => days > 0 && days <= serverDays))
  return [...all].sort((left, right) => left - right)
}

function dayOf(language: Language, at: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(at))
}
