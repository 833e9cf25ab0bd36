import type { SessionHost } from '@guestwall/client/host'
import type { ChangeSessionBody, Retention, Session } from '@guestwall/protocol'
import { useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { Fold } from '../../shared/ui/fold.tsx'
import { TwoStep } from '../../shared/ui/two-step.tsx'
import { DeletionDay } from './deletion-day.tsx'
import { lifeMessages } from './messages.ts'
import { useRetention } from './use-retention.ts'

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
  const retention = useRetention(host, session, isOpen)
  const remove = async (): Promise<void> => {
    if (await report(host.delete())) onDeleted()
  }
  return (
    <Fold title={t.data} className="life__data" onToggle={setOpen}>
      {retention !== null && (
        <>
          <DeletionDay retention={retention} language={language} />
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
