import type { SessionHost } from '@guestwall/client/host'
import { useState } from 'react'
import type { Language } from '../shared/catalogs.ts'
import { Button } from '../shared/ui/button.tsx'
import { Fold } from '../shared/ui/fold.tsx'
import { downloadExport, type ExportFormat, type ExportWhat } from './download.ts'
import type { VoteDeskMessages } from './vote-messages.ts'

const SHEETS: readonly ExportFormat[] = ['xlsx', 'csv', 'json']
const FILES: readonly { readonly what: ExportWhat; readonly formats: readonly ExportFormat[] }[] = [
  { what: 'messages', formats: SHEETS },
  { what: 'votes', formats: SHEETS },
  { what: 'ballots', formats: SHEETS },
  { what: 'guests', formats: SHEETS },
  { what: 'activity', formats: SHEETS },
  // The signed record has one format.
  { what: 'audit', formats: ['json'] },
]

interface TakeHomeProps {
  readonly host: SessionHost
  readonly report: (call: Promise<unknown>) => Promise<boolean>
  readonly language: Language
  readonly t: VoteDeskMessages['exports']
}

/** Everything of the session as files, while it is live and when it has ended. One is made at a time. */
export function TakeHome({ host, report, language, t }: TakeHomeProps) {
  const [making, setMaking] = useState<ExportWhat | null>(null)
  const download = async (what: ExportWhat, format: ExportFormat): Promise<void> => {
    setMaking(what)
    await report(downloadExport(host, { what, format, language }))
    setMaking(null)
  }
  return (
    <Fold title={t.title} className="take-home">
      <ul className="take-home__list">
        {FILES.map(({ what, formats }) => (
          <li key={what}>
            <span>{t.what[what]}</span>
            {formats.map((format) => (
              <Button
                key={format}
                look="quiet"
                isBusy={making !== null}
                aria-label={t.download(t.what[what], format.toUpperCase())}
                onClick={() => void download(what, format)}
              >
                {format.toUpperCase()}
              </Button>
            ))}
          </li>
        ))}
      </ul>
      <p role="status" className="copy-field__hint">
        {making === null ? t.hint : t.making(t.what[making])}
      </p>
    </Fold>
  )
}
