import type { SessionHost } from '@guestwall/client/host'
import type { Session } from '@guestwall/protocol'
import { useState } from 'react'
import type { Language } from '../shared/catalogs.ts'
import { Button } from '../shared/ui/button.tsx'
import { Sheet } from '../shared/ui/sheet.tsx'
import { downloadExport, downloadKeepsake, type ExportFormat, type ExportWhat } from './download.ts'
import { Icon } from './icon.tsx'
import { DeletionDay } from './life/deletion-day.tsx'
import { useRetention } from './life/use-retention.ts'
import { takeHomeMessages } from './take-home-messages.ts'

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
  readonly session: Session
  readonly report: (call: Promise<unknown>) => Promise<boolean>
  /** It is the next thing to do: the session has ended. */
  readonly isNext: boolean
  readonly language: Language
}

/** The way to everything of the session as files, from each part of the console, while it is live and when it has ended. */
export function TakeHome({ isNext, ...sheet }: TakeHomeProps) {
  const [isOpen, setOpen] = useState(false)
  const t = takeHomeMessages(sheet.language)
  return (
    <>
      <Button look={isNext ? 'solid' : 'quiet'} className="take-home" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="takeHome" />
        <span className="take-home__name">{t.title}</span>
      </Button>
      {isOpen && <TakeHomeSheet {...sheet} onClose={() => setOpen(false)} />}
    </>
  )
}

interface TakeHomeSheetProps extends Omit<TakeHomeProps, 'isNext'> {
  readonly onClose: () => void
}

/** The files, of which one is made at a time. */
function TakeHomeSheet({ host, session, report, onClose, language }: TakeHomeSheetProps) {
  const t = takeHomeMessages(language)
  const [making, setMaking] = useState<ExportWhat | 'keepsake' | null>(null)
  const [bytes, setBytes] = useState(0)
  const retention = useRetention(host, session, true)
  const download = async (what: ExportWhat, format: ExportFormat): Promise<void> => {
    setMaking(what)
    await report(downloadExport(host, { what, format, language }))
    setMaking(null)
  }
  const takeKeepsake = async (): Promise<void> => {
    setBytes(0)
    setMaking('keepsake')
    await report(downloadKeepsake(host, language, setBytes))
    setMaking(null)
  }
  return (
    <Sheet title={t.title} closeLabel={t.close} onClose={onClose}>
      <section className="take-home__keepsake" aria-labelledby="take-home-keepsake">
        <h3 id="take-home-keepsake">{t.keepsake}</h3>
        <p className="copy-field__hint">{t.keepsakeHint}</p>
        <Button isBusy={making !== null} onClick={() => void takeKeepsake()}>
          {t.keepsakeDownload}
        </Button>
      </section>
      {retention !== null && <DeletionDay retention={retention} language={language} />}
      <p className="copy-field__hint">{t.tables}</p>
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
        {making === null ? t.hint : making === 'keepsake' ? t.keepsakeMaking((bytes / 1e6).toFixed(1)) : t.making(t.what[making])}
      </p>
    </Sheet>
  )
}
