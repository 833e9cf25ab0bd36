import type { RealtimeClient } from '@guestwall/client'
import type { Wall, WallMessage } from '@guestwall/protocol'
import {
  followWindow,
  hasMoreThanWindow,
  type HistoryPage,
  NOTHING_OLDER,
  oldestEventId,
  type OlderMessages,
  withMessage,
  withoutMessage,
  withPage,
} from './older-messages.ts'

/** Reads the page of messages before an event, newest first. Rejects when there is no answer. */
export type ReadHistoryPage = (before: number) => Promise<HistoryPage>

export interface HistorySnapshot {
  /** Messages from before the wall's window, oldest first. */
  readonly older: readonly WallMessage[]
  /** Whether another page can be read. */
  readonly hasOlder: boolean
  readonly isLoading: boolean
}

/** The messages from before the wall's window, read page by page, and kept true to what is on the wall now. */
export interface MessageHistory {
  subscribe(listener: () => void): () => void
  getSnapshot(): HistorySnapshot
  loadOlder(): void
  /** From now on messages that leave the window join, without a page. Needs a subscriber. */
  follow(): void
}

export type HistoryClient = Pick<RealtimeClient, 'subscribe' | 'getSnapshot' | 'on'>

export const NO_HISTORY: HistorySnapshot = { older: [], hasOlder: false, isLoading: false }

/** Reads nothing until `loadOlder`, and listens to nothing until somebody subscribes. */
export function createMessageHistory(client: HistoryClient, readPage: ReadHistoryPage): MessageHistory {
  const listeners = new Set<() => void>()
  let wall: Wall | null = null
  let older: OlderMessages = NOTHING_OLDER
  /** While pages are read again: the messages shown until then. */
  let kept: readonly WallMessage[] | null = null
  let isLoading = false
  /** Grows when the pages are read again: an answer to an earlier question is of another list. */
  let generation = 0
  let snapshot = NO_HISTORY
  let stopFollowing: () => void = () => undefined
  let stopEvents: (() => void) | null = null

  function publish(): void {
    const next = { older: kept ?? older.messages, hasOlder: nextFrom() !== null && wall !== null && hasMoreThanWindow(wall), isLoading }
    if (next.older === snapshot.older && next.hasOlder === snapshot.hasOlder && next.isLoading === snapshot.isLoading) return
    snapshot = next
    for (const listener of listeners) listener()
  }

  function nextFrom(): number | null {
    return older.nextBefore === undefined ? wall && oldestEventId(wall) : older.nextBefore
  }

  function onSnapshot(): void {
    const before = wall
    wall = client.getSnapshot().wall
    if (before !== null && wall !== null && before !== wall) {
      const next = followWindow(older, before, wall)
      if (next === null) void readAgain()
      else older = next
    }
    publish()
  }

  /** The client reports as events what left the wall and what came back. Listen before the first page is asked for, so that none is missed. */
  function listenToEvents(): void {
    if (stopEvents !== null) return
    const stops = [
      client.on('event', (event) => {
        if (event.type === 'message.shown') older = withMessage(older, event.data, wall)
        if ('wasShown' in event.data) {
          const { id } = event.data
          older = withoutMessage(older, id)
          kept = kept?.filter((message) => message.id !== id) ?? null
        }
        publish()
      }),
      // Another log began: no message of the old one is known to be on the wall.
      client.on('reset', () => {
        older = { ...older, messages: [] }
        kept = null
        void readAgain()
      }),
    ]
    stopEvents = () => stops.forEach((stop) => stop())
  }

  function follow(): void {
    if (wall === null || older.nextBefore !== undefined) return
    listenToEvents()
    older = { ...older, nextBefore: oldestEventId(wall) }
  }

  async function loadOlder(): Promise<void> {
    const from = nextFrom()
    if (isLoading || from === null) return
    follow()
    isLoading = true
    publish()
    await addPage(from, generation)
    isLoading = false
    publish()
  }

  /** Whether the page came, and was still asked for. */
  async function addPage(from: number, asked: number): Promise<boolean> {
    try {
      const page = await readPage(from)
      if (asked !== generation) return false
      older = withPage(older, page)
      return true
    } catch {
      return false
    }
  }

  /** Reads as many messages as were known, from where the window begins now. */
  async function readAgain(): Promise<void> {
    generation += 1
    const own = generation
    kept ??= older.messages
    const end = kept[0]?.eventId ?? Number.POSITIVE_INFINITY
    let from = wall === null ? null : oldestEventId(wall)
    older = { messages: [], nextBefore: from ?? undefined, removed: older.removed }
    while (from !== null && from > end) {
      const hasPage = await addPage(from, own)
      if (own !== generation) return
      // Without an answer no older message may stay: it might have been removed.
      if (!hasPage) {
        older = NOTHING_OLDER
        break
      }
      from = older.nextBefore ?? null
    }
    kept = null
    publish()
  }

  function start(): void {
    wall = client.getSnapshot().wall
    stopFollowing = client.subscribe(onSnapshot)
    publish()
  }

  function stop(): void {
    stopFollowing()
    stopEvents?.()
    stopEvents = null
    // Nothing is reported from now on, so nothing is known later.
    generation += 1
    older = NOTHING_OLDER
    kept = null
    snapshot = NO_HISTORY
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) start()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) stop()
      }
    },
    getSnapshot: () => snapshot,
    loadOlder: () => void loadOlder(),
    follow,
  }
}
