import type { LogSlice } from '../../domain/log-event.ts'
import type { PageReport } from '../../domain/page-report.ts'

/** Called when a session's log grew. */
export type BusListener = (sessionId: string, slice: LogSlice) => void

/** Called when a screen said what it shows. */
export type ReportListener = (sessionId: string, report: PageReport) => void

/**
 * Carries committed slices between servers. Delivery is only a hint: a slice may be lost, repeated, late or out of order, so a receiver
 * applies it only if it continues the local head exactly. Publishing never waits and never fails. It also carries the reports of screens.
 */
export interface Bus {
  /** Called after the commit, never before. Listeners of this server are called at once; those of other servers if they follow the session. */
  publish(sessionId: string, slice: LogSlice): void
  /** After it resolves, the session's slices arrive here, as long as the bus works. */
  follow(sessionId: string): Promise<void>
  unfollow(sessionId: string): void
  /** Calls the listener for every slice of a followed session and of this server, until the returned function is called. */
  onSlice(listener: BusListener): () => void
  /** Passes a report on as `publish` passes slices. A lost one is no loss: the screen reports again. */
  publishReport(sessionId: string, report: PageReport): void
  /** Calls the listener for every report of a followed session and of this server, until the returned function is called. */
  onReport(listener: ReportListener): () => void
  /** Calls the listener when slices may have been lost: it must compare the heads with the store. */
  onLost(listener: () => void): () => void
  /**
   * The time, by the server's clock, since which slices may have been lost: state that was compared with the store before it may be stale.
   * Minus infinity if no slice can be lost.
   */
  staleSinceMs(): number
  /** Records the head of the log again, in case the bus has lost it. Never waits and never fails. */
  recordHead(sessionId: string, epoch: string, head: number): void
  /** The furthest head of this epoch that was recorded; `null` if unknown. A log that is shorter has lost commits (LOG-4). */
  knownHead(sessionId: string, epoch: string): Promise<number | null>
  /** Forgets what is recorded of a session that was deleted. Never waits and never fails. */
  forget(sessionId: string): void
  close(): Promise<void>
}
