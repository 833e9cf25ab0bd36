import type { OnlineGuest } from '@guestwall/protocol'
import { forwardRef, type ReactNode } from 'react'
import { useCatalog } from '../../hooks/use-catalog.ts'
import type { OnlineListLabels } from '../../messages/messages.ts'
import { classNames } from '../shared/class-names.ts'
import { languageOf } from '../shared/language-of.ts'
import type { RootProps } from '../shared/root-props.ts'

export interface OnlineListProps extends RootProps {
  /** `null` while the list is loading. */
  readonly guests: readonly OnlineGuest[] | null
  /** Total number of guests online. */
  readonly count: number
  readonly ownId: string | null
  /** The provider's texts by default. */
  readonly labels?: OnlineListLabels | undefined
  /** Renders one guest; the name by default. */
  readonly renderGuest?: (guest: OnlineGuest, isOwn: boolean) => ReactNode
}

/** The guests who are online, by name. */
export const OnlineList = forwardRef<HTMLUListElement, OnlineListProps>(function OnlineList(props, ref) {
  const { guests, count, ownId, className, style, renderGuest } = props
  const catalog = useCatalog()
  const labels = props.labels ?? catalog.people
  if (guests === null) return <p className="gw-people__note">{labels.loading}</p>
  const more = count - guests.length
  return (
    <>
      <ul ref={ref} className={classNames('gw-people', className)} style={style} aria-label={labels.title}>
        {guests.map((guest) => {
          const isOwn = guest.id === ownId
          return (
            <li key={guest.id} className={classNames('gw-people__guest', isOwn && 'gw-people__guest--own')}>
              {renderGuest === undefined ? <GuestName guest={guest} you={isOwn ? labels.you : null} /> : renderGuest(guest, isOwn)}
            </li>
          )
        })}
      </ul>
      {more > 0 && <p className="gw-people__note">{labels.more(more)}</p>}
    </>
  )
})

function GuestName({ guest, you }: { readonly guest: OnlineGuest; readonly you: string | null }) {
  return (
    <>
      <bdi lang={languageOf(guest.name)}>{guest.name}</bdi>
      {you !== null && <span className="gw-people__you">{you}</span>}
    </>
  )
}
