import type { HostClient } from '@guestwall/client/host'
import type { GuestAddressList } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import { type Outcome, outcomeOf } from '../shared/outcome.ts'
import type { GuestUrl } from '../shared/use-guest-url.ts'
import { operatorToken } from './credentials.ts'
import { hostClient } from './host-client.ts'

export interface Addresses {
  readonly list: GuestAddressList
  /** Chosen here, while the server has not answered. */
  readonly wanted: string | null
  /** The code of the refusal of the last request. */
  readonly refusal: string | null
  /** `null`: the best one. */
  readonly choose: (url: string | null) => void
}

/**
 * The addresses as the server has them. They are read again when guests use another one than before, and when `online` changes: somebody may have
 * come through one of them. Without the operator's token there are none.
 */
export function useAddresses(guestUrl: GuestUrl, online: number | null): Addresses {
  const [list, setList] = useState<GuestAddressList>({ addresses: [], chosen: null })
  const [wanted, setWanted] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const show = (answer: Outcome<GuestAddressList> | null): void => {
    if (answer === null) return
    if (answer.ok) setList(answer.value)
    setRefusal(answer.ok ? null : answer.failure.code)
  }
  useEffect(() => void call((client) => client.listAddresses()).then(show), [guestUrl.url, online])
  const choose = async (url: string | null): Promise<void> => {
    setWanted(url)
    show(await call((client) => client.chooseAddress(url)))
    await guestUrl.refresh()
    setWanted(null)
  }
  return { list, wanted, refusal, choose: (url) => void choose(url) }
}

/** `null`: this browser has no operator's token. */
async function call(request: (client: HostClient) => Promise<GuestAddressList>): Promise<Outcome<GuestAddressList> | null> {
  const token = operatorToken.recall()
  return token === null ? null : outcomeOf(request(hostClient(token)))
}
