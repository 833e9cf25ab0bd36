import type { ViewMessage } from '@guestwall/client'
import { type ReactElement, type ReactNode, useMemo, useState } from 'react'
import { rowGroups } from './row-groups.tsx'
import { StreamItem, type StreamItemProps } from './stream-item.tsx'

/** The properties of all rows. */
type ItemProps = Omit<StreamItemProps, 'entry' | 'place' | 'picture'>

type Place = StreamItemProps['place']

/**
 * The list, the same element until something in it changes: a slow phone with hundreds of messages then renders a tap, a letter or a count without looking
 * through them. A row is made again when its own message, its place, or the properties of all rows change.
 */
export function useRows(
  messages: readonly ViewMessage[],
  placeOf: ((id: string) => Exclude<Place, undefined>) | undefined,
  render: ((props: StreamItemProps) => ReactNode) | undefined,
  { labels, timeOf, isOpen, onRetry, onDiscard }: ItemProps,
): ReactElement {
  const rowOf = useMemo(
    () =>
      rowsBy((entry, place) => {
        const props = { entry, place, labels, timeOf, isOpen, onRetry, onDiscard }
        return (
          <div key={entry.viewKey} role="listitem" data-view-key={entry.viewKey}>
            {render === undefined ? <StreamItem {...props} /> : render(props)}
          </div>
        )
      }),
    [labels, timeOf, isOpen, onRetry, onDiscard, render],
  )
  const [inGroups] = useState(rowGroups)
  return useMemo(() => {
    const rows = messages.map((entry) => rowOf(entry, entry.isMine ? placeOf?.(entry.message.id) : null))
    // Not <ol>: between a list and its items HTML has no place for groups.
    return (
      <div role="list" className="gw-stream__list">
        {inGroups(rows)}
      </div>
    )
  }, [messages, placeOf, rowOf, inGroups])
}

/** Makes each row once while its message and its place are the same. */
function rowsBy(make: (entry: ViewMessage, place: Place) => ReactElement): (entry: ViewMessage, place: Place) => ReactElement {
  const rows = new WeakMap<ViewMessage, { readonly place: Place; readonly row: ReactElement }>()
  return (entry, place) => {
    const made = rows.get(entry)
    if (made !== undefined && made.place === place) return made.row
    const row = make(entry, place)
    rows.set(entry, { place, row })
    return row
  }
}
