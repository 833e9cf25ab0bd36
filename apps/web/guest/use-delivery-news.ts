import type { ViewMessage } from '@guestwall/client'
import { useEffect, useRef, useState } from 'react'
import { changeToTell, type OwnState, type OwnStates, ownStatesOf } from './delivery-changes.ts'
import type { PlaceOf } from './places.ts'

interface News {
  readonly state: OwnState
  readonly count: number
}

/** The last change of one's own messages that a screen reader should say; the count makes equal news different. */
export function useDeliveryNews(messages: readonly ViewMessage[], placeOf: PlaceOf): News | null {
  const before = useRef<OwnStates>(new Map())
  const [news, setNews] = useState<News | null>(null)
  useEffect(() => {
    const now = ownStatesOf(messages, placeOf)
    const state = changeToTell(before.current, now)
    before.current = now
    if (state !== null) setNews((known) => ({ state, count: (known?.count ?? 0) + 1 }))
  }, [messages, placeOf])
  return news
}
