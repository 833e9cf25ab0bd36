import type { Guest, OnlinePage } from '@guestwall/protocol'

/** Told of a session's new count. */
export type CountListener = (sessionId: string, count: number) => void

/**
 * Who is here (ONLINE-1, ONLINE-2). A guest counts once, however many connections and servers hold it. The three calls never
 * wait and never fail: presence is told late rather than in the way.
 */
export interface Presence {
  /** A connection of the guest opened on this server. */
  enter(sessionId: string, guest: Guest): void
  /** A connection closed. `isClean`: the guest left on purpose, and is gone at once; otherwise it may be back within the grace. */
  leave(sessionId: string, guestId: string, isClean: boolean): void
  /** The guest polled: it is here until the next poll is overdue. */
  touch(sessionId: string, guest: Guest): void
  /** One page in the order of arrival. `cursor` is from the page before; an unknown one starts over. */
  page(sessionId: string, cursor: string | null, limit: number): Promise<OnlinePage>
  count(sessionId: string): Promise<number>
  /** Calls the listener after each change of a count; the answer ends it. */
  onCount(listener: CountListener): () => void
}
