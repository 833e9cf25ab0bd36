import type { Limit, Rate, Shortage } from './rate-limit.ts'

/** Whether one was booked, and how long it is to wait for. */
export interface Booking {
  readonly isBooked: boolean
  /** Milliseconds until it is free; where nothing was booked, until one could be. */
  readonly waitMs: number
}

/**
 * Limits that hold for a session whichever server is asked. They protect the room from one flooder, they do not count exactly: where
 * servers cannot agree, each holds the limit by itself.
 */
export interface Limits {
  /** Takes one; answers 0, or, taking nothing, the milliseconds after which one will be free. Never rejects. */
  take(sessionId: string, key: string, rate: Rate): Promise<number>
  /** Takes one of each, or, where one limit has none free, none of any: answers that one. Never rejects. */
  takeAll(sessionId: string, limits: readonly Limit[]): Promise<Shortage | null>
  /** Takes one if it will be free within `maxWaitMs`; whoever booked waits for it without asking again. Never rejects. */
  book(sessionId: string, key: string, rate: Rate, maxWaitMs: number): Promise<Booking>
  /** Counts one, for whoever looks how many there were lately. Never waits, never fails. */
  note(sessionId: string, key: string): void
  /** How many were noted in the last minute, to ten seconds. Never rejects. */
  lastMinute(sessionId: string, key: string): Promise<number>
  /** Forgets what no longer limits anybody. */
  sweep(): void
}
