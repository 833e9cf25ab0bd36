import type { RealtimeClient } from '@guestwall/client'
import { GuestClient } from '@guestwall/client/guest'
import type { Wall } from '@guestwall/protocol'
import { type FlowMessage, useMessageHistory } from '@guestwall/react'
import { useEffect, useMemo, useState } from 'react'
import { heldMessages, lacksMessages, windowFloor } from './held-messages.ts'

/** Pages of a hundred messages that are read at most before there is a picture. */
const MOST_PAGES = 30

/** A client that knows of no message. */
const NO_CLIENT: Parameters<typeof useMessageHistory>[0] = {
  subscribe: () => () => {},
  getSnapshot: () => ({ wall: null }) as ReturnType<RealtimeClient['getSnapshot']>,
  on: () => () => {},
}

export interface HeldWall {
  readonly messages: readonly FlowMessage[]
  /** Whether there is enough for a picture. */
  readonly isReady: boolean
}

interface Held {
  readonly sessionId: string
  readonly token: string
  readonly wall: Wall | null
  /** Since which event a host holds the picture; `null`: nobody does, `undefined`: it is not known yet. */
  readonly heldAt: number | null | undefined
}

/**
 * The messages of the wall. While a host holds the picture, also those that newer ones have pushed out of the wall's window: a held screen keeps its
 * picture (SCREEN-5), until the log says that one of them was taken away (SCREEN-3). Afterwards all that came meanwhile enters.
 */
export function useHeldWall(client: RealtimeClient, { sessionId, token, wall, heldAt }: Held): HeldWall {
  const [isOpen, setOpen] = useState(false)
  const [floor, setFloor] = useState<number | null>(null)
  const [pages, setPages] = useState(0)
  const isHeld = wall !== null && typeof heldAt === 'number'
  if (wall !== null && heldAt === null && !isOpen) setOpen(true)
  // A page that had a picture keeps what it shows. One that opens held reads what it would show.
  if (isHeld && floor === null) setFloor(isOpen ? windowFloor(wall) : 0)
  const isFollowing = floor !== null
  const { older, loadOlder, isLoading } = useMessageHistory(isFollowing ? client : NO_CLIENT, (before) =>
    new GuestClient().session(sessionId, token).history(before, { limit: 100 }),
  )
  const messages = useMemo(() => (wall === null ? [] : heldMessages(wall, older, floor ?? 0)), [wall, older, floor])
  const lacks = isHeld && !isOpen && pages < MOST_PAGES && lacksMessages(wall, messages, heldAt)
  useEffect(() => {
    // From the first page on the history has every message that leaves the window.
    if (loadOlder === null || isLoading || !(lacks || pages === 0)) return
    setPages(pages + 1)
    loadOlder()
  }, [loadOlder, isLoading, lacks, pages])
  useEffect(() => {
    if (heldAt !== null || floor === null) return
    setFloor(null)
    setPages(0)
  }, [heldAt, floor])
  return { messages, isReady: !lacks }
}
