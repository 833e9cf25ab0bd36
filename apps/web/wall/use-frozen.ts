import type { FlowMessage } from '@guestwall/react'
import { useEffect, useMemo, useState } from 'react'
import { forgetFrozen, type FrozenPicture, keepFrozen, recallFrozen } from './frozen-picture.ts'

export interface Frozen<Value> {
  readonly value: Value
  /** The messages that were on the wall when it was frozen; `null`: it is not frozen. */
  readonly ids: ReadonlySet<string> | null
}

/**
 * The value, or, while the screen is frozen, the value that it had when that began, also after a reload. A page that opens frozen keeps what it
 * finds first. `frozenAt`: the event of the freeze; `undefined`: it is not known yet.
 */
export function useFrozen<Value>(
  sessionId: string,
  frozenAt: number | null | undefined,
  value: Value,
  messages: readonly FlowMessage[],
): Frozen<Value> {
  const [held, setHeld] = useState<FrozenPicture<Value> | null>(null)
  const isNew = typeof frozenAt === 'number' && held?.frozenAt !== frozenAt
  if (isNew) setHeld(recallFrozen<Value>(sessionId, frozenAt) ?? pictureOf(sessionId, frozenAt, value, messages))
  if (frozenAt === null && held !== null) setHeld(null)
  useEffect(() => {
    if (held !== null) keepFrozen(held)
    else if (frozenAt === null) forgetFrozen()
  }, [held, frozenAt])
  const ids = useMemo(() => (held === null ? null : new Set(held.ids)), [held])
  return typeof frozenAt === 'number' && held !== null ? { value: held.value, ids } : { value, ids: null }
}

function pictureOf<Value>(sessionId: string, frozenAt: number, value: Value, messages: readonly FlowMessage[]): FrozenPicture<Value> {
  return { sessionId, frozenAt, value, ids: messages.filter(({ order }) => order <= frozenAt).map(({ key }) => key) }
}
