import { useEffect, useRef, useState } from 'react'
import { type ConnectionFacts, type ConnectionNotice, connectionNotice } from './connection-notice.ts'

/** Where pages are rendered there is no device to ask. */
function isDeviceOnline(): boolean {
  return typeof navigator === 'undefined' || navigator.onLine !== false
}

/** Of the same kind as `troubleSinceMs`: monotonic. */
const readClock = (): number => performance.now()

/** The present notice, and again when its time has come. */
export function useConnectionNotice(facts: ConnectionFacts, patienceMs: number, now: () => number = readClock): ConnectionNotice | null {
  const [, lookAgain] = useState(0)
  const unwellSince = useRef<number | null>(null)
  const isWell = facts.state === 'connected' || facts.isTimely
  if (isWell) unwellSince.current = null
  else unwellSince.current ??= now()
  const sinceMs = facts.troubleSinceMs ?? unwellSince.current ?? now()
  useEffect(() => {
    if (isWell) return
    const timer = setTimeout(() => lookAgain((count) => count + 1), Math.max(0, sinceMs + patienceMs - now()) + 1)
    return () => clearTimeout(timer)
  }, [isWell, sinceMs, patienceMs, now])
  return connectionNotice(facts, { unwellSinceMs: sinceMs, nowMs: now(), patienceMs, isDeviceOnline: isDeviceOnline() })
}
