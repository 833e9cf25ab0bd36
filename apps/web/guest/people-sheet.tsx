import type { ClientSnapshot, RealtimeClient } from '@guestwall/client'
import type { OnlineGuest } from '@guestwall/protocol'
import { OnlineList, type OnlineListLabels } from '@guestwall/react'
import { useEffect, useState } from 'react'
import { Sheet } from '../shared/ui/sheet.tsx'
import type { GuestMessages } from './messages.ts'

interface PeopleSheetProps {
  readonly client: RealtimeClient
  readonly snapshot: ClientSnapshot
  readonly labels: OnlineListLabels
  readonly t: GuestMessages
  readonly onClose: () => void
}

/** The list of guests online, requested when the sheet opens and again when the count changes. */
export function PeopleSheet({ client, snapshot, labels, t, onClose }: PeopleSheetProps) {
  const [guests, setGuests] = useState<readonly OnlineGuest[] | null>(null)
  // A new count means new names.
  useEffect(() => {
    let isOpen = true
    client.getOnlineList().then(
      (list) => isOpen && setGuests(list),
      () => undefined,
    )
    return () => {
      isOpen = false
    }
  }, [client, snapshot.online])
  const count = snapshot.online ?? guests?.length ?? 0
  return (
    <Sheet title={t.here(count)} closeLabel={t.close} onClose={onClose}>
      <OnlineList guests={guests} count={count} ownId={snapshot.guest?.id ?? null} labels={labels} />
    </Sheet>
  )
}
