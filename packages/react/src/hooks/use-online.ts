import type { ClientSnapshot } from '@guestwall/client'
import type { OnlineGuest } from '@guestwall/protocol'
import { useEffect, useMemo, useState } from 'react'
import { useGuest } from './use-session.ts'
import { useGuestwall, useGuestwallClient } from './use-guestwall.ts'

const onlineOf = ({ online }: ClientSnapshot): number | null => online

/** The number of guests online, `null` until it is known. */
export function useOnline(): number | null {
  return useGuestwall(onlineOf)
}

/** The props of `<OnlineList>`. */
export interface OnlineGuests {
  /** `null` while the list is loading. */
  readonly guests: readonly OnlineGuest[] | null
  readonly count: number
  readonly ownId: string | null
}

/** The guests online, by name. Loads the list when the component mounts, and again when the number changes. */
export function useOnlineGuests(): OnlineGuests {
  const client = useGuestwallClient()
  const online = useOnline()
  const ownId = useGuest()?.id ?? null
  const [guests, setGuests] = useState<readonly OnlineGuest[] | null>(null)
  // `online` is a dependency, because another number means other names.
  useEffect(() => {
    let isCurrent = true
    client.getOnlineList().then(
      (list) => isCurrent && setGuests(list),
      // The list stays as it was. The connection shows the trouble.
      () => undefined,
    )
    return () => {
      isCurrent = false
    }
  }, [client, online])
  const count = online ?? guests?.length ?? 0
  return useMemo(() => ({ guests, count, ownId }), [guests, count, ownId])
}
