import type { RealtimeClient } from '@guestwall/client'
import { useEffect, useEffectEvent, useState } from 'react'
import { forget, recall, remember } from '../../shared/storage.ts'
import { type WaitingAgain, waitingAgainAfter } from './waiting-again.ts'

/** As long as any message that waits stays in its guest's list. */
const KEPT_MS = 24 * 60 * 60_000

/** Follows which of this guest's messages wait again, also after a reload, and hands each change to `onChange`. */
export function useWaitingAgain(client: RealtimeClient, sessionId: string, onChange: (again: WaitingAgain) => void): void {
  const [again, setAgain] = useState(() => rememberedIn(sessionId))
  useEffect(() => client.on('event', (event) => setAgain((known) => waitingAgainAfter(known, event))), [client])
  const changed = useEffectEvent(onChange)
  useEffect(() => {
    if (again.length === 0) forget(keyOf(sessionId))
    else remember(keyOf(sessionId), JSON.stringify(again))
    changed(again)
  }, [again, sessionId])
}

const keyOf = (sessionId: string): string => `again:${sessionId}`

function rememberedIn(sessionId: string): WaitingAgain {
  const again = JSON.parse(recall(keyOf(sessionId)) ?? '[]') as WaitingAgain
  // The date, as far as a page has it without asking again.
  const nowMs = performance.timeOrigin + performance.now()
  return again.filter(({ createdAt }) => nowMs - Date.parse(createdAt) < KEPT_MS)
}
