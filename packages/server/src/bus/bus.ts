import type { LogSlice } from '../store/store.ts'

/** Told that a session's log grew. */
export type BusListener = (sessionId: string, slice: LogSlice) => void

/**
 * Carries news of commits between servers. A hint: it may be lost, doubled, late or out of order, and whoever hears it applies it
 * only where it continues what is known exactly. Publishing never waits and never fails.
 */
export interface Bus {
  /** After the commit, never before. */
  publish(sessionId: string, slice: LogSlice): void
  /** Calls the listener for every slice published by any server, this one included; the answer ends it. */
  subscribe(listener: BusListener): () => void
  close(): Promise<void>
}
