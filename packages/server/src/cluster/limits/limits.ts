import type { Limit, Rate, Shortage } from './rate-limit.ts'

/** Whether one was booked, and how long the caller then waits for it. */
export interface Booking {
  readonly isBooked: boolean
  /** Milliseconds until it is free; where nothing was booked, until one could be. */
  readonly waitMs: number
}

/**
 * Limits of one session over all servers. They protect a session from a flood; they do not count exactly: where the servers cannot reach Redis,
 * each applies the limit by itself.
 */
export interface Limits {
  /** Consumes one and resolves with 0; or consumes nothing and resolves with the milliseconds until one is free. Never rejects. */
  tryConsume(sessionId: string, key: string, rate: Rate): Promise<number>
  /** Consumes one of each limit; or, where one limit has none free, consumes nothing and resolves with that limit. Never rejects. */
  tryConsumeAll(sessionId: string, limits: readonly Limit[]): Promise<Shortage | null>
  /** Books one that is free within `maxWaitMs`. The caller waits for it and does not ask again. Never rejects. */
  book(sessionId: string, key: string, rate: Rate, maxWaitMs: number): Promise<Booking>
  /** Counts one for `lastMinute`. Never waits, never fails. */
  note(sessionId: string, key: string): void
  /** How many `note` counted in the last minute, to ten seconds. Never rejects. */
  lastMinute(sessionId: string, key: string): Promise<number>
  /** Deletes what is full again. */
  sweep(): void
}
