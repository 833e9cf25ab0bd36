import { useEffect, useState } from 'react'

/** `performance.now()`, read again every `everyMs` milliseconds while `isNeeded`. */
export function useNow(isNeeded: boolean, everyMs: number): number {
  const [nowMs, setNowMs] = useState(() => performance.now())
  useEffect(() => {
    if (!isNeeded) return
    const timer = setInterval(() => setNowMs(performance.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs, isNeeded])
  return nowMs
}
