import type { SessionHost } from '@guestwall/client/host'
import { downloadExport, type ExportFormat, type ExportWhat } from './download.ts'
import type { VoteDeskMessages } from './vote-messages.ts'
import { Button } from '../shared/ui/button.tsx'
import { Fold } from '../shared/ui/fold.tsx'

const FILES: readonly { readonly what: ExportWhat; readonly formats: readonly ExportFormat[] }[] = [
  { what: 'votes', formats: ['csv', 'json'] },
  { what: 'ballots', formats: ['csv', 'json'] },
  // The signed record has one format.
  { what: 'audit', formats: ['json'] },
]

interface VoteExportsProps {
  readonly host: SessionHost
  readonly report: (call: Promise<unknown>) => Promise<boolean>
  readonly t: VoteDeskMessages['exports']
}

/** Everything about the votes as files. */
export function VoteExports({ host, report, t }: VoteExportsProps) {
  return (
    <Fold title={t.title} className="vote-exports">
      <ul className="vote-exports__list">
        {FILES.map(({ what, formats }) => (
          <li key={what}>
            <span>{t.what[what]}</span>
            {formats.map((format) => (
              <Button
                key={format}
                look="quiet"
                aria-label={t.download(t.what[what], format.toUpperCase())}
                onClick={() => void report(downloadExport(host, what, format))}
              >
                {format.toUpperCase()}
              </Button>
            ))}
          </li>
        ))}
      </ul>
      <p className="copy-field__hint">{t.hint}</p>
    </Fold>
  )
}
