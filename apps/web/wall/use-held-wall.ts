import type { RealtimeClient } from '@guestwall/client'
import { GuestClient } from '@guestwall/client/guest'
import type { Wall } from '@guestwall/protocol'
import { type FlowMessage, useMessageHistory } from '@guestwall/react'
import { useEffect, useMemo, useState } from 'react'
import { heldMessages, lacksMessages } from './held-messages.ts'

/** Pages of a hundred messages that are read at most before there is a picture. */
const MOST_PAGES = 30
/** Until then the screen has taken what came while its picture was held. */
const LEAVES_AFTER_MS = 1_000

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
  const [isFollowing, setFollowing] = useState(false)
  const [pages, setPages] = useState(0)
  const isHeld = wall !== null && typeof heldAt === 'number'
  if (wall !== null && heldAt === null && !isOpen) setOpen(true)
  if (isHeld && !isFollowing) setFollowing(true)
  const { older, loadOlder, isLoading, follow } = useMessageHistory(isFollowing ? client : NO_CLIENT, (before) => {
    setPages((known) => known + 1)
    return new GuestClient().session(sessionId, token).history(before, { limit: 100 })
  })
  const messages = useMemo(() => (wall === null ? [] : heldMessages(wall, older)), [wall, older])
  // A page that opens held, or that was away for long, reads what it would show.
  const lacks = isHeld && pages < MOST_PAGES && lacksMessages(wall, messages, heldAt)
  useEffect(() => {
    if (isFollowing) follow()
  }, [isFollowing, follow])
  useEffect(() => {
    if (lacks && loadOlder !== null && !isLoading) loadOlder()
  }, [lacks, loadOlder, isLoading])
  useEffect(() => {
    if (heldAt !== null || !isFollowing) return
    const timer = setTimeout(() => {
      setFollowing(false)
      setPages(0)
    }, LEAVES_AFTER_MS)
    return () => clearTimeout(timer)
  }, [heldAt, isFollowing])
  return { messages, isReady: isOpen || !lacks }
}
