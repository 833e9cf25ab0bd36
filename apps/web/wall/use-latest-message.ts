import type { FlowMessage } from '@guestwall/react'
import { useEffect, useLayoutEffect, useState } from 'react'
import { nextLatest, NO_LATEST } from './latest-message.ts'

/** The latest message of the wall, each one until it was read; `null` where it is not wanted. */
export function useLatestMessage(messages: readonly FlowMessage[], isWanted: boolean): FlowMessage | null {
  const [latest, setLatest] = useState(NO_LATEST)
  useLayoutEffect(() => {
    if (isWanted) setLatest((known) => nextLatest(known, messages, performance.now()))
  }, [messages, isWanted])
  const { readAtMs } = latest
  useEffect(() => {
    const waitMs = readAtMs - performance.now()
    if (!isWanted || waitMs <= 0 || waitMs === Number.POSITIVE_INFINITY) return
    const timer = setTimeout(() => setLatest((known) => nextLatest(known, messages, performance.now())), waitMs + 1)
    return () => clearTimeout(timer)
  }, [messages, isWanted, readAtMs])
  return isWanted ? latest.message : null
}
