import type { RealtimeClient } from '@guestwall/client'
import type { SessionHost } from '@guestwall/client/host'
import type { HostGuest, HostGuests, KnownGuest } from '@guestwall/protocol'
import { useCallback, useEffect, useState } from 'react'
import { type Outcome, outcomeOf } from '../../shared/outcome.ts'

/** Guests of one page, and the most pages: a list for eyes. */
const PAGE = 200
const MOST_PAGES = 10
/** While the list is visible, it is read again at this interval. */
const READ_EVERY_MS = 10_000

export interface Guests {
  /** `null` until they were read. */
  readonly list: readonly HostGuest[] | null
  /** Takes in the answer of an act, which may come before the event. */
  readonly learn: (guest: KnownGuest) => void
  /** Reads the list now, and again and again until the returned function is called. */
  readonly keepReading: () => () => void
}

/** The guests of a wall, kept up to date by the acts of all hosts. */
export function useGuests(client: RealtimeClient, host: SessionHost): Guests {
  const [list, setList] = useState<readonly HostGuest[] | null>(null)
  const learn = useCallback(
    (guest: KnownGuest): void => setList((known) => known?.map((one) => (one.id === guest.id ? { ...one, ...guest } : one)) ?? null),
    [],
  )

  useEffect(() => client.on('event', (event) => event.type === 'guest.changed' && learn(event.data)), [client, learn])

  const keepReading = useCallback(() => {
    let isOver = false
    const read = async (): Promise<void> => {
      if (document.visibilityState === 'hidden') return
      const guests: HostGuest[] = []
      let cursor: string | null = null
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const answer: Outcome<HostGuests> = await outcomeOf(host.listGuests({ cursor, limit: PAGE }))
        if (isOver || !answer.ok) return
        guests.push(...answer.value.guests)
        cursor = answer.value.nextCursor
        if (cursor === null) break
      }
      setList(guests)
    }
    void read()
    const timer = setInterval(() => void read(), READ_EVERY_MS)
    return () => {
      isOver = true
      clearInterval(timer)
    }
  }, [host])
  return { list, learn, keepReading }
}
