import type { SessionHost } from '@guestwall/client/host'
import type { CredentialList } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import { outcomeOf } from '../shared/outcome.ts'

/** What others do with credentials is seen after this time. */
const AGAIN_MS = 10_000

export interface Access {
  /** `null` before the first answer. */
  readonly list: CredentialList | null
  /** The code of the refusal of the last question. */
  readonly refusal: string | null
  readonly refresh: () => Promise<void>
}

/** The credentials of the session, asked for while they are looked at. */
export function useAccess(host: SessionHost, isOpen: boolean): Access {
  const [list, setList] = useState<CredentialList | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const refresh = async (): Promise<void> => {
    const answer = await outcomeOf(host.listCredentials())
    if (answer.ok) setList(answer.value)
    setRefusal(answer.ok ? null : answer.failure.code)
  }
  useEffect(() => {
    if (!isOpen) return
    void refresh()
    const timer = setInterval(() => void refresh(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [host, isOpen])
  return { list, refusal, refresh }
}
