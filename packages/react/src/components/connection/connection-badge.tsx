import { forwardRef, type ReactNode } from 'react'
import { useCatalog } from '../../hooks/use-catalog.ts'
import type { ConnectionLabels } from '../../messages/messages.ts'
import { classNames } from '../shared/class-names.ts'
import { ConnectionIcon } from '../shared/icons.tsx'
import type { RootProps } from '../shared/root-props.ts'
import { type ConnectionFacts, type ConnectionNotice, isPassing } from './connection-notice.ts'
import { useConnectionNotice } from './use-connection-notice.ts'

export interface ConnectionBadgeProps extends RootProps {
  /** A client's snapshot, or its fields about the connection. */
  readonly connection: ConnectionFacts
  /** The provider's texts by default. */
  readonly labels?: ConnectionLabels | undefined
  /** `banner`: a line across a phone. `mark`: a small sign in the corner of a wall. */
  readonly kind?: 'banner' | 'mark'
  /** Trouble shorter than this is not shown. 2 s by default. */
  readonly patienceMs?: number
  readonly now?: () => number
  /** Renders a notice; an icon with its sentence by default. */
  readonly renderNotice?: (notice: ConnectionNotice, text: string) => ReactNode
}

const PATIENCE_MS = 2_000

/** Shows trouble with the connection and announces it politely. Empty while the connection is healthy. */
export const ConnectionBadge = forwardRef<HTMLDivElement, ConnectionBadgeProps>(function ConnectionBadge(props, ref) {
  const { connection, kind = 'banner', patienceMs = PATIENCE_MS, now, className, style, renderNotice = defaultNotice } = props
  const catalog = useCatalog()
  const labels = props.labels ?? catalog.connection
  const notice = useConnectionNotice(connection, patienceMs, now)
  // Render the status region before its text. Screen readers often do not announce a region that appears together with its text.
  return (
    <div ref={ref} className={classNames('gw-connection', `gw-connection--${kind}`, className)} style={style} role="status">
      {notice !== null && renderNotice(notice, labels[notice])}
    </div>
  )
})

function defaultNotice(notice: ConnectionNotice, text: string): ReactNode {
  return (
    <p className={classNames('gw-connection__notice', !isPassing(notice) && 'gw-connection__notice--final')} data-notice={notice}>
      <ConnectionIcon notice={notice} />
      <span>{text}</span>
    </p>
  )
}
