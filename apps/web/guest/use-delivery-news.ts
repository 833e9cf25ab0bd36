import type { ViewMessage } from '@guestwall/client'
import { useEffect, useRef, useState } from 'react'
import { changeToTell, type OwnChange, type OwnStates, ownStatesOf } from './delivery-changes.ts'
import type { PlaceOf } from './places.ts'

interface News extends OwnChange {
  readonly count: number
}

/** The last change of one's own messages that a screen reader should say; the count makes equal news different. */
export function useDeliveryNews(messages: readonly ViewMessage[], placeOf: PlaceOf): News | null {
  const before = useRef<OwnStates>(new Map())
  const [news, setNews] = useState<News | null>(null)
  useEffect(() => {
    const now = ownStatesOf(messages, placeOf)
    const change = changeToTell(before.current, now)
    before.current = now
    setNews((known) => {
      if (change !== null) return { ...change, count: (known?.count ?? 0) + 1 }
      // Of a message that is gone nothing is said any more: a reader would find the text.
      return known !== null && now.has(known.key) ? known : null
    })
  }, [messages, placeOf])
  return news
}
