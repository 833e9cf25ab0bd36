import type { HostGuest } from '@guestwall/protocol'
import type { Language } from '../../shared/catalogs.ts'
import { clockOf } from '../../shared/clock-of.ts'
import { rowAct } from './guest-act.ts'
import { GuestRow } from './guest-row.tsx'
import { standingText } from './guest-words.ts'
import { guestDeskMessages } from './messages.ts'
import type { GuestActs } from './use-guest-acts.ts'

interface GuestTableProps {
  readonly guests: readonly HostGuest[]
  /** Milliseconds since 1970. */
  readonly nowMs: number
  readonly openId: string | null
  readonly onOpen: (id: string) => void
  readonly acts: GuestActs
  readonly language: Language
}

/** The guests as rows; on a phone each row is a small card with the same facts. */
export function GuestTable({ guests, nowMs, openId, onOpen, acts, language }: GuestTableProps) {
  const t = guestDeskMessages(language)
  const clock = clockOf(language)
  return (
    <table className="guests__table">
      <thead>
        <tr>
          <th scope="col">{t.columns.name}</th>
          <th scope="col">{t.columns.source}</th>
          <th scope="col">{t.columns.messages}</th>
          <th scope="col">{t.columns.last}</th>
          <th scope="col">{t.columns.standing}</th>
          <th scope="col">{t.columns.acts}</th>
        </tr>
      </thead>
      <tbody>
        {guests.map((guest) => (
          <GuestRow
            key={guest.id}
            guest={guest}
            standing={standingText(guest, nowMs, language)}
            last={clock(guest.lastSeenAt)}
            isOpen={guest.id === openId}
            onOpen={() => onOpen(guest.id)}
            onAct={() => acts.act(guest, rowAct(guest))}
            t={t}
          />
        ))}
      </tbody>
    </table>
  )
}
