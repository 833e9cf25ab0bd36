import type { LogSlice } from '../../storage/store.ts'

/** Told that a session's log grew. */
export type BusListener = (sessionId: string, slice: LogSlice) => void

/**
 * Carries news of commits between servers. A hint: it may be lost, doubled, late or out of order, and whoever hears it applies it
 * only where it continues what is known exactly. Publishing never waits and never fails.
 */
export interface Bus {
  /** After the commit, never before. This server hears it at once; the others, if they follow the session. */
  publish(sessionId: string, slice: LogSlice): void
  /** From when it resolves on, the session's news is heard here, as long as the bus carries any. */
  follow(sessionId: string): Promise<void>
  unfollow(sessionId: string): void
  /** Calls the listener for every slice of a followed session, and for this server's own; the answer ends it. */
  onSlice(listener: BusListener): () => void
  /** Calls the listener when news may have been lost: who follows a session compares its head with the store. */
  onLost(listener: () => void): () => void
  /**
   * Since when, by the server's clock, news may have been lost: what a server holds and has not compared with the store since may be old.
   * Minus infinity where nothing can be.
   */
  doubtedSinceMs(): number
  /** Says how far the log has come, where a bus that keeps it may have lost it. Never waits and never fails. */
  tellHead(sessionId: string, epoch: string, head: number): void
  /** The furthest head of this epoch that the bus was told of; `null` where it does not know. A log behind it has lost commits (LOG-4). */
  knownHead(sessionId: string, epoch: string): Promise<number | null>
  close(): Promise<void>
}
