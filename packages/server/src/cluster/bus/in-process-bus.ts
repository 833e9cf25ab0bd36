import type { LogSlice } from '../../domain/log-event.ts'
import type { PageReport } from '../../domain/page-report.ts'
import type { Bus, BusListener, ReportListener } from './bus.ts'

/** The bus of a single process: every slice arrives at once, in order, and none is lost. */
export class InProcessBus implements Bus {
  readonly #listeners = new Set<BusListener>()
  readonly #reportListeners = new Set<ReportListener>()

  publish(sessionId: string, slice: LogSlice): void {
    for (const listener of this.#listeners) listener(sessionId, slice)
  }

  follow(): Promise<void> {
    return Promise.resolve()
  }

  unfollow(): void {}

  onSlice(listener: BusListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  publishReport(sessionId: string, report: PageReport): void {
    for (const listener of this.#reportListeners) listener(sessionId, report)
  }

  onReport(listener: ReportListener): () => void {
    this.#reportListeners.add(listener)
    return () => this.#reportListeners.delete(listener)
  }

  onLost(): () => void {
    return () => {}
  }

  /** There is no other server. */
  staleSinceMs(): number {
    return Number.NEGATIVE_INFINITY
  }

  recordHead(): void {}

  forget(): void {}

  knownHead(): Promise<null> {
    return Promise.resolve(null)
  }

  close(): Promise<void> {
    this.#listeners.clear()
    this.#reportListeners.clear()
    return Promise.resolve()
  }
}
