import type { FlowMessage } from '@guestwall/react'
import { useEffect, useState } from 'react'
import { nextLatest, NO_LATEST } from './latest-message.ts'

/** The latest message of the wall, each one until it was read; `null` where it is not wanted. */
export function useLatestMessage(messages: readonly FlowMessage[], isWanted: boolean): FlowMessage | null {
  const [{ message, readAtMs }, setLatest] = useState(NO_LATEST)
  useEffect(() => {
    if (!isWanted) return
    const look = (): void => setLatest((known) => nextLatest(known, messages, performance.now()))
    const timers = [0, Math.max(0, readAtMs - performance.now()) + 1].map((waitMs) => setTimeout(look, waitMs))
    return () => timers.forEach(clearTimeout)
  }, [messages, isWanted, readAtMs])
  // One that was taken away is not drawn once more.
  return isWanted ? (messages.find(({ key }) => key === message?.key) ?? null) : null
}
