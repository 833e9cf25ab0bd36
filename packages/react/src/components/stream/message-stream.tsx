import type { ViewMessage } from '@guestwall/client'
import { memo, useEffect, useRef, useState } from 'react'
import { DownIcon } from '../shared/icons.tsx'
import { StreamItem, type StreamItemLabels } from './stream-item.tsx'
import { countUnseen, newestKey } from './unseen.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { useStableLabels } from './use-stable-labels.ts'
import { useSteadyScroll } from './use-steady-scroll.ts'

export interface MessageStreamLabels extends StreamItemLabels {
  /** Accessible name of the list. */
  readonly title: string
  readonly empty: string
  readonly newer: (count: number) => string
  readonly toNewest: string
  readonly older: string
  readonly loadingOlder: string
}

export interface MessageStreamProps {
  /** Oldest first. */
  readonly messages: readonly ViewMessage[]
  readonly labels: MessageStreamLabels
  readonly timeOf: (iso: string) => string
  readonly onRetry: (key: string) => void
  readonly onDiscard: (key: string) => void
  /** Loads older messages; `null` when there are none. */
  readonly onOlder?: (() => void) | null
  readonly isLoadingOlder?: boolean
}

/** Renders again only when its own message, or the labels, changed. */
const Item = memo(StreamItem)

/** The messages on a phone, newest at the end, with a stable scroll position. */
export function MessageStream({
  messages,
  labels,
  timeOf,
  onRetry,
  onDiscard,
  onOlder = null,
  isLoadingOlder = false,
}: MessageStreamProps) {
  const box = useRef<HTMLDivElement>(null)
  const { isAtEnd, onScroll, toEnd } = useSteadyScroll(box, messages.map((entry) => `${entry.viewKey}${entry.delivery}`).join())
  const [lastSeenKey, setLastSeenKey] = useState<string | null>(null)
  const newest = newestKey(messages)
  useEffect(() => {
    if (isAtEnd) setLastSeenKey(newest)
  }, [isAtEnd, newest])
  useOwnEntryInView(messages, toEnd)
  const item = useStableLabels(labels, timeOf)
  const retry = useLatest(onRetry)
  const discard = useLatest(onDiscard)
  const unseen = isAtEnd ? 0 : countUnseen(messages, lastSeenKey)

  return (
    <div className="gw-stream">
      {/* A scrollable region must be reachable by keyboard. */}
      <section ref={box} className="gw-stream__box" aria-label={labels.title} tabIndex={0} onScroll={onScroll}>
        {onOlder !== null && (
          <button type="button" className="gw-button gw-button--text gw-stream__older" onClick={onOlder} aria-disabled={isLoadingOlder}>
            {isLoadingOlder ? labels.loadingOlder : labels.older}
          </button>
        )}
        {messages.length === 0 && <p className="gw-stream__empty">{labels.empty}</p>}
        <ol className="gw-stream__list">
          {messages.map((entry) => (
            <Item key={entry.viewKey} entry={entry} {...item} onRetry={retry} onDiscard={discard} />
          ))}
        </ol>
      </section>
      {!isAtEnd && (
        <button type="button" className="gw-stream__newer" onClick={toEnd}>
          {unseen > 0 ? labels.newer(unseen) : labels.toNewest}
          <DownIcon />
        </button>
      )}
    </div>
  )
}

/** Scrolls to the end when the reader sends a message. */
function useOwnEntryInView(messages: readonly ViewMessage[], toEnd: () => void): void {
  const sending = messages.filter((entry) => entry.delivery === 'sending')
  const newestOwn = sending[sending.length - 1]?.viewKey ?? null
  useEffect(() => {
    if (newestOwn !== null) toEnd()
  }, [newestOwn, toEnd])
}
