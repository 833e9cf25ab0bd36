import type { OnlineGuest } from '@guestwall/protocol'
import { languageOf } from '../shared/language-of.ts'

export interface OnlineListLabels {
  /** Names the list. */
  readonly title: string
  /** Beside the reader's own name. */
  readonly you: string
  /** While no names have come yet. */
  readonly loading: string
  /** When `guests` holds fewer than there are: "and 700 more". */
  readonly more: (count: number) => string
}

export interface OnlineListProps {
  /** `null` while they are on their way. */
  readonly guests: readonly OnlineGuest[] | null
  /** Guests here in all. */
  readonly count: number
  readonly ownId: string | null
  readonly labels: OnlineListLabels
}

/** Who is here, by name. */
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
