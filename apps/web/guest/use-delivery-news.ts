import type { Delivery, ViewMessage } from '@guestwall/client'
import { useEffect, useRef, useState } from 'react'
import { changeToTell, type Deliveries, deliveriesOf } from './delivery-changes.ts'

/** The last change of one's own messages that a screen reader should say; the count makes equal news different. */
export function useDeliveryNews(messages: readonly ViewMessage[]): { readonly delivery: Delivery; readonly count: number } | null {
  const before = useRef<Deliveries>(new Map())
  const [news, setNews] = useState<{ readonly delivery: Delivery; readonly count: number } | null>(null)
  useEffect(() => {
    const now = deliveriesOf(messages)
    const delivery = changeToTell(before.current, now)
    before.current = now
    if (delivery !== null) setNews((known) => ({ delivery, count: (known?.count ?? 0) + 1 }))
  }, [messages])
  return news
}
