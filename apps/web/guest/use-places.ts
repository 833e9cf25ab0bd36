import type { ClientSnapshot, RealtimeClient } from '@guestwall/client'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { recall, remember } from '../shared/storage.ts'
import { lineOf } from './open-client.ts'
import { type PlaceOf, placesOf, seenAfter } from './places.ts'

/** A page without a socket asks this often. A place is not claimed for longer than that. */
const ASK_MS = 2_000
/** The newest messages of which a phone remembers that they were on a screen. */
const MOST_REMEMBERED = 200

/** Where the guest's own messages are on the screens. */
export function usePlaces(client: RealtimeClient, sessionId: string, token: string | null, snapshot: ClientSnapshot): PlaceOf {
  const { feed } = lineOf(client)
  const places = useSyncExternalStore(feed.subscribe, feed.getSnapshot)
  const [known, setKnown] = useState(() => rememberedIn(sessionId))
  const seen = seenAfter(known, places)
  if (seen !== known) setKnown(seen)
  useEffect(() => {
    if (seen.size > 0) remember(keyOf(sessionId), [...seen].slice(-MOST_REMEMBERED).join(' '))
  }, [seen, sessionId])

  const asks = snapshot.state === 'fallback' && token !== null && snapshot.messages.some(({ isMine }) => isMine)
  useEffect(() => {
    if (!asks || token === null) return
    const ask = (): void => {
      if (document.hidden) feed.forget()
      else void feed.read(sessionId, token)
    }
    ask()
    const timer = setInterval(ask, ASK_MS)
    return () => {
      clearInterval(timer)
      feed.forget()
    }
  }, [asks, feed, sessionId, token])
  return useMemo(() => placesOf(places, seen), [places, seen])
}

const keyOf = (sessionId: string): string => `seen:${sessionId}`

function rememberedIn(sessionId: string): ReadonlySet<string> {
  return new Set(recall(keyOf(sessionId))?.split(' ') ?? [])
}
