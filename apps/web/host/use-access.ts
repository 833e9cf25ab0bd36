import type { SessionHost } from '@guestwall/client/host'
import type { CredentialList } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import { type Outcome, outcomeOf } from '../shared/outcome.ts'

/** A change of credentials by another host is visible after this time. */
const AGAIN_MS = 10_000

interface Known {
  /** `null` before the first answer. */
  readonly list: CredentialList | null
  /** The code of the refusal of the last question. */
  readonly refusal: string | null
}

export interface Access extends Known {
  readonly refresh: () => Promise<void>
}

/** The credentials of the session, asked for while they are looked at. */
export function useAccess(host: SessionHost, isOpen: boolean): Access {
  const [known, setKnown] = useState<Known>({ list: null, refusal: null })
  useEffect(() => {
    if (!isOpen) return
    let isOver = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async (): Promise<void> => {
      const answer = await outcomeOf(host.listCredentials())
      if (isOver) return
      setKnown((before) => after(before, answer))
      timer = setTimeout(() => void look(), AGAIN_MS)
    }
    void look()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [host, isOpen])
  const refresh = async (): Promise<void> => {
    const answer = await outcomeOf(host.listCredentials())
    setKnown((before) => after(before, answer))
  }
  return { ...known, refresh }
}

function after({ list }: Known, answer: Outcome<CredentialList>): Known {
  return answer.ok ? { list: answer.value, refusal: null } : { list, refusal: answer.failure.code }
}
