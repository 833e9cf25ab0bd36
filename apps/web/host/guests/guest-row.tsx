import type { HostGuest } from '@guestwall/protocol'
import { Button } from '../../shared/ui/button.tsx'
import { rowAct } from './guest-act.ts'
import { standingOf } from './guest-filter.ts'
import { sourceText } from './guest-words.ts'
import type { GuestDeskMessages } from './messages.ts'

interface GuestRowProps {
  readonly guest: HostGuest
  readonly standing: string
  readonly last: string
  readonly isOpen: boolean
  readonly onOpen: () => void
  /** The act that stands in the row: to mute, or the reverse of what was done. */
  readonly onAct: () => void
  readonly t: GuestDeskMessages
}

/** One guest. The row keeps its place and its height whatever is done. */
export function GuestRow({ guest, standing, last, isOpen, onOpen, onAct, t }: GuestRowProps) {
  const act = rowAct(guest)
  return (
    <tr className={`guest-row${isOpen ? ' guest-row--open' : ''}`}>
      <th scope="row" className="guest-row__name">
        <Button look="soft" className="guest-row__open" aria-label={t.details(guest.name)} aria-expanded={isOpen} onClick={onOpen}>
          <bdi>{guest.name}</bdi>
        </Button>
      </th>
      <td className="guest-row__source" data-label={t.columns.source}>
        {sourceText(guest, t)}
      </td>
      <td className="guest-row__messages" data-label={t.columns.messages}>
        {guest.messages}
      </td>
      <td className="guest-row__last" data-label={t.columns.last}>
        {last}
      </td>
      <td className="guest-row__standing">
        <span className={`guest-standing guest-standing--${standingOf(guest)}`}>{standing}</span>
      </td>
      <td className="guest-row__acts">
        <Button look={act === 'mute' ? 'soft' : 'text'} aria-label={t.actOn(t.acts[act], guest.name)} onClick={onAct}>
          {t.acts[act]}
        </Button>
      </td>
    </tr>
  )
}
