import { showScreen } from '@guestwall/client/host'
import { useEffect, useEffectEvent, useState } from 'react'
import { outcomeOf } from '../shared/outcome.ts'
import { screenSecret } from './screen-secret.ts'

/** A host who has typed the code looks at the screen: the wall opens within a second. */
const ASK_MS = 700
/** Without an answer it is asked again after this time. */
const RETRY_MS = 2_000

export interface Pairing {
  /** `null` before the first answer. */
  readonly code: string | null
  /** The code of the refusal while the server cannot be asked. */
  readonly trouble: string | null
}

/** Asks for a code to show, until a host has paired the screen. `onPaired`: the session, and the token for it. */
export function usePairing(onPaired: (sessionId: string, token: string) => void): Pairing {
  const [pairing, setPairing] = useState<Pairing>({ code: null, trouble: null })
  const paired = useEffectEvent(onPaired)
  useEffect(() => {
    let isOver = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async (): Promise<void> => {
      const secret = screenSecret.recall()
      const answer = await outcomeOf(showScreen(secret, { retries: 0 }))
      if (isOver) return
      if (answer.ok && answer.value.state === 'paired') {
        screenSecret.forget()
        return paired(answer.value.session, secret)
      }
      if (answer.ok && answer.value.state === 'revoked') screenSecret.forget()
      if (answer.ok && answer.value.state === 'waiting') setPairing({ code: answer.value.code, trouble: null })
      if (!answer.ok) setPairing(({ code }) => ({ code, trouble: answer.failure.code }))
      timer = setTimeout(() => void ask(), answer.ok ? ASK_MS : RETRY_MS)
    }
    void ask()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [])
  return pairing
}
