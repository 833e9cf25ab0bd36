import type { ViewMessage } from '@guestwall/client'
import { forwardRef, type ReactNode, useEffect, useState } from 'react'
import { useOptionalActions } from '../../hooks/use-actions.ts'
import { useCatalog } from '../../hooks/use-catalog.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { useTimeFormat } from '../../hooks/use-time-format.ts'
import type { MessageStreamLabels } from '../../messages/messages.ts'
import { classNames } from '../shared/class-names.ts'
import { DownIcon } from '../shared/icons.tsx'
import type { RootProps } from '../shared/root-props.ts'
import type { MessagePlace } from './message-place.ts'
import type { StreamItemProps } from './stream-item.tsx'
import { countUnseen, newestEventId, newestUnsent } from './unseen.ts'
import { useRows } from './use-rows.tsx'
import { useSettledGroups } from './use-settled-groups.ts'
import { useStableLabels } from './use-stable-labels.ts'
import { useSteadyScroll } from './use-steady-scroll.ts'

export interface MessageStreamProps extends RootProps {
  /** Oldest first. */
  readonly messages: readonly ViewMessage[]
  /** The provider's texts by default. */
  readonly labels?: MessageStreamLabels
  /** Formats the time of a message. Hours and minutes on the device's clock by default. */
  readonly timeOf?: (iso: string) => string
  /** Sends a refused message again, by its key. Asks the provider's client by default. */
  readonly onRetry?: (key: string) => void
  /** Discards a refused message, by its key. Asks the provider's client by default. */
  readonly onDiscard?: (key: string) => void
  /** The session takes messages now. While `false`, refused messages offer no retry. `true` by default. */
  readonly isOpen?: boolean | undefined
  /** Where a message of the reader's own is on the screens, by its id. Keep its identity until an answer changes. Without it nothing is claimed. */
  readonly placeOf?: ((id: string) => MessagePlace | null) | undefined
  /** Loads older messages; `null` when there are none. */
  readonly onOlder?: (() => void) | null
  readonly isLoadingOlder?: boolean
  /** Called when the reader leaves the end of the list: from then on no message should leave it, because the reader may be at it (`follow` of `useHistory`). */
  readonly onLeaveEnd?: (() => void) | undefined
  /** Renders one message; `<StreamItem>` by default. Keep its identity (`useCallback`): a new function renders all messages again. */
  readonly renderMessage?: (props: StreamItemProps) => ReactNode
}

/** The messages on a phone, newest at the end, with a stable scroll position. */
export const MessageStream = forwardRef<HTMLDivElement, MessageStreamProps>(function MessageStream(props, ref) {
  const { messages, className, style, onOlder = null, isLoadingOlder = false, onLeaveEnd, isOpen, placeOf, renderMessage } = props
  const catalog = useCatalog()
  const labels = props.labels ?? catalog.stream
  const timeFormat = useTimeFormat()
  const actions = useOptionalActions()
  const item = useStableLabels(labels, props.timeOf ?? timeFormat)
  const onRetry = useLatest(props.onRetry ?? actions.retry)
  const onDiscard = useLatest(props.onDiscard ?? actions.discard)
  const list = useRows(messages, placeOf, renderMessage, { ...item, isOpen, onRetry, onDiscard })
  const { box, onScroll, toEnd, ...scroll } = useSteadyScroll(list)
  // A list that has lost all its messages does not scroll, so nothing tells that its end is in view.
  const isAtEnd = scroll.isAtEnd || messages.length === 0
  useSettledGroups(box, list)
  useEffect(() => {
    if (!isAtEnd) onLeaveEnd?.()
  }, [isAtEnd, onLeaveEnd])
  const [lastSeen, setLastSeen] = useState(0)
  const newest = newestEventId(messages)
  // Set while rendering, not in an effect: a burst of messages must not become a chain of nested updates.
  if (isAtEnd && lastSeen !== newest) setLastSeen(newest)
  useOwnEntryInView(messages, toEnd)
  const unseen = isAtEnd ? 0 : countUnseen(messages, lastSeen)

  return (
    <div ref={ref} className={classNames('gw-stream', className)} style={style}>
      {/* A scrollable region must be reachable by keyboard. */}
      <section ref={box} className="gw-stream__box" aria-label={labels.title} tabIndex={0} onScroll={onScroll}>
        {onOlder !== null && (
          <button type="button" className="gw-button gw-button--text gw-stream__older" onClick={onOlder} aria-disabled={isLoadingOlder}>
            {isLoadingOlder ? labels.loadingOlder : labels.older}
          </button>
        )}
        {messages.length === 0 && <p className="gw-stream__empty">{labels.empty}</p>}
        {list}
      </section>
      {!isAtEnd && (
        <button type="button" className="gw-stream__newer" onClick={toEnd}>
          {unseen > 0 ? labels.newer(unseen) : labels.toNewest}
          <DownIcon />
        </button>
      )}
    </div>
  )
})

/** Scrolls to the end when the reader sends a message, and when it is refused: nothing may lie over the reason. */
function useOwnEntryInView(messages: readonly ViewMessage[], toEnd: () => void): void {
  const newestOwn = newestUnsent(messages)
  useEffect(() => {
    if (newestOwn !== undefined) toEnd()
  }, [newestOwn, toEnd])
}
