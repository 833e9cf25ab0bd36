import type { RealtimeClient } from '@guestwall/client'
import { useEffect, useEffectEvent, useState } from 'react'
import { forget, recall, remember } from '../../shared/storage.ts'
import { readWaitingAgain, type WaitingAgain, waitingAgainAfter } from './waiting-again.ts'

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
  // The date, as far as a page has it without asking again.
  return readWaitingAgain(recall(keyOf(sessionId)), performance.timeOrigin + performance.now())
}
