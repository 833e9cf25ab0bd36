import type { LogSlice } from '../domain/log-event.ts'
import type { PageReport } from '../domain/page-report.ts'

/** The calls by which events of others reach a worker. */
export interface BusNews {
  slice(sessionId: string, slice: LogSlice): void
  report(sessionId: string, report: PageReport): void
}

/** The end of the bus that one worker has at the owner. */
export interface BusEnd {
  /** From its answer on, the session's slices of other workers arrive. */
  follow(sessionId: string): Promise<void>
  unfollow(sessionId: string): void
  publish(sessionId: string, slice: LogSlice): void
  publishReport(sessionId: string, report: PageReport): void
}

/** The bus between workers, at their owner: what one publishes goes to the others that follow the session. */
export class BusHub {
  readonly #ends = new Set<{ readonly followed: Set<string>; readonly news: BusNews }>()

  /** Adds a worker. The returned function removes it. */
  join(news: BusNews): { end: BusEnd; remove: () => void } {
    const own = { followed: new Set<string>(), news }
    this.#ends.add(own)
    const others = (sessionId: string) => [...this.#ends].filter((end) => end !== own && end.followed.has(sessionId))
    const end: BusEnd = {
      follow(sessionId) {
        own.followed.add(sessionId)
        return Promise.resolve()
      },
      unfollow(sessionId) {
        own.followed.delete(sessionId)
      },
      publish(sessionId, slice) {
        for (const other of others(sessionId)) other.news.slice(sessionId, slice)
      },
      publishReport(sessionId, report) {
        for (const other of others(sessionId)) other.news.report(sessionId, report)
      },
    }
    return { end, remove: () => void this.#ends.delete(own) }
  }
}
