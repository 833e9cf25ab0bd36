import type { Wall } from '@guestwall/protocol'
import { useEffect, useRef, useState } from 'react'
import type { Outcome } from './outcome.ts'
import { followWindow, hasMoreThanWindow, NOTHING_OLDER, type Older, oldestEventId, type Page, withPage } from './older.ts'

export interface OlderView {
  /** Ascending. */
  readonly messages: Older['messages']
  /** `null`: nothing is older. */
  readonly load: (() => void) | null
  readonly isLoading: boolean
}

/** Asks for the page before an event; `null` while asking is not possible. */
export type AskPage = ((before: number) => Promise<Outcome<Page>>) | null

/** The messages from before the wall's window, page by page, consistent with the present wall. */
export function useOlder(wall: Wall | null, ask: AskPage): OlderView {
  const [older, setOlder] = useState(NOTHING_OLDER)
  const [isLoading, setLoading] = useState(false)
  const latest = useRef({ wall, older, ask })
  const before = useRef<Wall | null>(null)
  /** Counts the times that the older ones were found untrue: an answer that was asked for before is of another list. */
  const turn = useRef(0)
  latest.current = { wall, older, ask }

  const put = (next: Older): void => {
    latest.current = { ...latest.current, older: next }
    setOlder(next)
  }
  /** Takes what is true at `then`, and what left the window since. */
  const settle = (next: Older, then: Wall | null): void => {
    const now = latest.current.wall
    const followed = then === null || now === null ? next : followWindow(next, then, now)
    if (followed === null) void refresh(next)
    else put(followed)
  }
  const refresh = async (known: Older): Promise<void> => {
    turn.current += 1
    const own = turn.current
    const { wall: then, ask: asks } = latest.current
    const fresh = asks === null ? null : await askAgain(asks, then, known)
    // A newer turn asks by itself. Without an answer none of them may stay: one was removed.
    if (own === turn.current) settle(fresh ?? NOTHING_OLDER, then)
  }
  useEffect(() => {
    const earlier = before.current
    before.current = wall
    if (earlier !== null && earlier !== wall) settle(latest.current.older, earlier)
  }, [wall])

  const from = older.nextBefore === undefined ? wall && oldestEventId(wall) : older.nextBefore
  const load = async (): Promise<void> => {
    if (isLoading || from === null || ask === null) return
    const own = turn.current
    setLoading(true)
    const page = await ask(from)
    setLoading(false)
    if (page.ok && own === turn.current) settle(withPage(latest.current.older, page.value), wall)
  }
  const hasOlder = ask !== null && from !== null && wall !== null && hasMoreThanWindow(wall)
  return { messages: older.messages, load: hasOlder ? () => void load() : null, isLoading }
}

/** As many as were known, from where the window begins now. `null`: there was no answer. */
async function askAgain(ask: NonNullable<AskPage>, wall: Wall | null, known: Older): Promise<Older | null> {
  const end = known.messages[0]?.eventId ?? Number.POSITIVE_INFINITY
  let fresh = NOTHING_OLDER
  let from = wall === null ? null : oldestEventId(wall)
  while (from !== null && from > end) {
    const page = await ask(from)
    if (!page.ok) return null
    fresh = withPage(fresh, page.value)
    from = page.value.nextBefore
  }
  return fresh
}
