import { useEffect, useState } from 'react'
import { guestClient } from '../shared/guest-client.ts'
import { outcomeOf } from '../shared/outcome.ts'

/** Interval of the request, while the page is visible. */
const ASK_MS = 5_000

/** Whether the server cannot save now. That it does not answer at all is shown by the connection. */
export function useStoreFailing(): boolean {
  const [isFailing, setIsFailing] = useState(false)
  useEffect(() => {
    let isOpen = true
    const ask = async (): Promise<void> => {
      if (document.visibilityState === 'hidden') return
      const facts = await outcomeOf(guestClient().getServer())
      if (isOpen && facts.ok) setIsFailing(facts.value.store === 'failing')
    }
    const onVisible = () => void ask()
    void ask()
    const timer = setInterval(ask, ASK_MS)
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      isOpen = false
      clearInterval(timer)
      document.removeEventListener('visibilitychange', onVisible)
    }
  }, [])
  return isFailing
}
