import type { OnlineGuest } from '@guestwall/protocol'
import { languageOf } from '../shared/language-of.ts'

export interface OnlineListLabels {
  /** Accessible name of the list. */
  readonly title: string
  /** Shown beside the reader's own name. */
  readonly you: string
  /** Shown while the list is loading. */
  readonly loading: string
  /** Shown when `guests` holds fewer than `count`: "and 700 more". */
  readonly more: (count: number) => string
}

export interface OnlineListProps {
  /** `null` while the list is loading. */
  readonly guests: readonly OnlineGuest[] | null
  /** Total number of guests online. */
  readonly count: number
  readonly ownId: string | null
  readonly labels: OnlineListLabels
}

/** The guests who are online, by name. */
export function OnlineList({ guests, count, ownId, labels }: OnlineListProps) {
  if (guests === null) return <p className="gw-people__note">{labels.loading}</p>
  const more = count - guests.length
  return (
    <>
      <ul className="gw-people" aria-label={labels.title}>
        {guests.map((guest) => (
          <li key={guest.id} className={`gw-people__guest${guest.id === ownId ? ' gw-people__guest--own' : ''}`}>
            <bdi lang={languageOf(guest.name)}>{guest.name}</bdi>
            {guest.id === ownId && <span className="gw-people__you">{labels.you}</span>}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="gw-people__note">{labels.more(more)}</p>}
    </>
  )
}
