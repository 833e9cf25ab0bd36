import { ServerFactsSchema } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import { callApi } from './http.ts'

/** Until the server can be asked, it is asked again this often. */
const RETRY_MS = 5_000

/** The address that guests use: the server knows its own in the hall's network. Until it is known, this page's own. */
export function useGuestUrl(): string {
  const [guestUrl, setGuestUrl] = useState<string | null>(null)
  const isKnown = guestUrl !== null
  useEffect(() => {
    if (isKnown) return
    let isOpen = true
    const ask = async (): Promise<void> => {
      const facts = await callApi(ServerFactsSchema, '/api/server')
      if (isOpen && facts.ok) setGuestUrl(facts.value.guestUrl)
    }
    void ask()
    const timer = setInterval(ask, RETRY_MS)
    return () => {
      isOpen = false
      clearInterval(timer)
    }
  }, [isKnown])
  return guestUrl ?? location.origin
}
