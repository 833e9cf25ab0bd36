import type { Outcome } from '../shared/http.ts'
import { downloadExport, type ExportFormat, type ExportWhat } from './download.ts'
import type { HostVoteWords } from './vote-words.ts'

const FILES: readonly { readonly what: ExportWhat; readonly formats: readonly ExportFormat[] }[] = [
  { what: 'votes', formats: ['csv', 'json'] },
  { what: 'ballots', formats: ['csv', 'json'] },
  // What is signed has one form.
  { what: 'audit', formats: ['json'] },
]

interface VoteExportsProps {
  readonly sessionId: string
  readonly token: string
  readonly report: (call: Promise<Outcome<unknown>>) => Promise<boolean>
  readonly words: HostVoteWords['exports']
}

/** Everything about the votes as files. */
export function VoteExports({ sessionId, token, report, words }: VoteExportsProps) {
  return (
    <details className="fold vote-exports">
      <summary>{words.title}</summary>
      <ul className="vote-exports__list">
        {FILES.map(({ what, formats }) => (
          <li key={what}>
            <span>{words.what[what]}</span>
            {formats.map((format) => (
              <button
                key={format}
                type="button"
                className="gw-button gw-button--quiet"
                aria-label={words.download(words.what[what], format.toUpperCase())}
                onClick={() => void report(downloadExport(sessionId, token, what, format))}
              >
                {format.toUpperCase()}
              </button>
            ))}
          </li>
        ))}
      </ul>
      <p className="copy-line__hint">{words.hint}</p>
    </details>
  )
}
