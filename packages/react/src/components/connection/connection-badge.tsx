import { ConnectionIcon } from '../shared/icons.tsx'
import { type ConnectionFacts, type ConnectionNotice, isPassing } from './connection-notice.ts'
import { useConnectionNotice } from './use-connection-notice.ts'

/** The sentence for each notice. */
export type ConnectionLabels = Readonly<Record<ConnectionNotice, string>>

export interface ConnectionBadgeProps {
  /** A client's snapshot, or the part of it that tells of the connection. */
  readonly connection: ConnectionFacts
  readonly labels: ConnectionLabels
  /** `banner`: a line across a phone. `mark`: small, in the corner of a wall. */
  readonly kind?: 'banner' | 'mark'
  /** Trouble shorter than this is not told: 2 s unless set. */
  readonly patienceMs?: number
  readonly now?: () => number
}

const PATIENCE_MS = 2_000

/** Tells of trouble with the connection, politely and once; nothing at all while it is well. */
export function ConnectionBadge({ connection, labels, kind = 'banner', patienceMs = PATIENCE_MS, now }: ConnectionBadgeProps) {
  const notice = useConnectionNotice(connection, patienceMs, now)
  // The status region stands before its words come: a region that appears together with them is often not announced.
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
