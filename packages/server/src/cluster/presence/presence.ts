import type { Guest, OnlinePage } from '@guestwall/protocol'

/** Called with the new count of a session. */
export type CountListener = (sessionId: string, count: number) => void

/**
 * The guests who are here (ONLINE-1, ONLINE-2). A guest counts once, on however many connections and servers. `enter`, `leave` and `touch` never
 * wait and never fail: presence may be late, it never delays a command.
 */
export interface Presence {
  /** A connection of the guest opened on this server. */
  enter(sessionId: string, guest: Guest): void
  /** A connection closed. `isClean`: the guest left on purpose and is gone at once; otherwise it may come back within the grace time. */
  leave(sessionId: string, guestId: string, isClean: boolean): void
  /** The guest polled: it counts as here until its next poll is overdue. */
  touch(sessionId: string, guest: Guest): void
  /** A host renamed the guest. Does nothing where the guest is not here. */
  rename(sessionId: string, guest: Guest): void
  /** The session was deleted: nobody is here any more. */
  forget(sessionId: string): void
  /** Which of these guests are here. */
  whichOnline(sessionId: string, guestIds: readonly string[]): Promise<ReadonlySet<string>>
  /** One page in the order of arrival. `cursor` is from the page before; an unknown one begins at the start. */
  page(sessionId: string, cursor: string | null, limit: number): Promise<OnlinePage>
  count(sessionId: string): Promise<number>
  /** Calls the listener after each change of a count. Returns the unsubscribe. */
  onCount(listener: CountListener): () => void
}
