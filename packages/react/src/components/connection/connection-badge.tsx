import { ConnectionIcon } from '../shared/icons.tsx'
import { type ConnectionFacts, type ConnectionNotice, isPassing } from './connection-notice.ts'
import { useConnectionNotice } from './use-connection-notice.ts'

/** One sentence for each notice. */
export type ConnectionLabels = Readonly<Record<ConnectionNotice, string>>

export interface ConnectionBadgeProps {
  /** A client's snapshot, or its fields about the connection. */
  readonly connection: ConnectionFacts
  readonly labels: ConnectionLabels
  /** `banner`: a line across a phone. `mark`: a small sign in the corner of a wall. */
  readonly kind?: 'banner' | 'mark'
  /** Trouble shorter than this is not shown. 2 s by default. */
  readonly patienceMs?: number
  readonly now?: () => number
}

const PATIENCE_MS = 2_000

/** Shows trouble with the connection and announces it politely. Empty while the connection is healthy. */
export function ConnectionBadge({ connection, labels, kind = 'banner', patienceMs = PATIENCE_MS, now }: ConnectionBadgeProps) {
  const notice = useConnectionNotice(connection, patienceMs, now)
  // Render the status region before its text. Screen readers often do not announce a region that appears together with its text.
  return (
    <div className={`gw-connection gw-connection--${kind}`} role="status">
      {notice !== null && (
        <p className={`gw-connection__notice${isPassing(notice) ? '' : ' gw-connection__notice--final'}`} data-notice={notice}>
          <ConnectionIcon notice={notice} />
          <span>{labels[notice]}</span>
        </p>
      )}
    </div>
  )
}
