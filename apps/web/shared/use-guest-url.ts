import { useEffect, useState } from 'react'
import { guestClient } from './guest-client.ts'
import { keepAsking } from './keep-asking.ts'
import { outcomeOf } from './outcome.ts'

export interface GuestUrl {
  readonly url: string
  /** Whether the server has said so; until then it is this page's own. */
  readonly isKnown: boolean
  /** Asks now. */
  readonly refresh: () => Promise<void>
}

/**
 * The address that guests use: the server knows its own in the hall's network, and asks anew each time. `isConnected`: a connection that came
 * back may have come back over another network.
 */
export function useGuestUrl(isConnected: boolean): GuestUrl {
  const [known, setKnown] = useState<string | null>(null)
  const ask = async (): Promise<boolean> => {
    const facts = await outcomeOf(guestClient().getServer())
    if (facts.ok) setKnown(facts.value.guestUrl)
    return facts.ok
  }
  useEffect(() => keepAsking(ask), [isConnected])
  return { url: known ?? location.origin, isKnown: known !== null, refresh: async () => void (await ask()) }
}
