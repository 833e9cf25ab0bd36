import { useEffect, useReducer, useState } from 'react'
import { type ConnectionFacts, type ConnectionNotice, connectionNotice } from './connection-notice.ts'

/** On a server there is no `navigator`; the device counts as online. */
function isDeviceOnline(): boolean {
  return typeof navigator === 'undefined' || navigator.onLine !== false
}

/** Monotonic, like `troubleSinceMs`. */
const readClock = (): number => performance.now()

/** The current notice. Renders again when `patienceMs` has passed. */
export function useConnectionNotice(facts: ConnectionFacts, patienceMs: number, now: () => number = readClock): ConnectionNotice | null {
  const [, rerender] = useReducer((count: number) => count + 1, 0)
  const isHealthy = facts.state === 'connected' || facts.isTimely
  const [seen, setSeen] = useState(() => ({ isHealthy, sinceMs: now() }))
  if (seen.isHealthy !== isHealthy) setSeen({ isHealthy, sinceMs: now() })
  const sinceMs = facts.troubleSinceMs ?? seen.sinceMs
  useEffect(() => {
    if (isHealthy) return
    const timer = setTimeout(rerender, Math.max(0, sinceMs + patienceMs - now()) + 1)
    return () => clearTimeout(timer)
  }, [isHealthy, sinceMs, patienceMs, now])
  return connectionNotice(facts, { unhealthySinceMs: sinceMs, nowMs: now(), patienceMs, isDeviceOnline: isDeviceOnline() })
}
