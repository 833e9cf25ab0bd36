import type { Clock } from '../../domain/ports.ts'
import { type Limit, type Rate, RateLimiter, type Shortage } from './rate-limit.ts'
import { RecentCounts } from './recent-counts.ts'
import type { Booking, Limits } from './limits.ts'

/** The limits of one process. */
export class InProcessLimits implements Limits {
  readonly #limiter = new RateLimiter()
  readonly #counts = new RecentCounts()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async tryConsume(sessionId: string, key: string, rate: Rate): Promise<number> {
    const { isBooked, waitMs } = await this.book(sessionId, key, rate, 0)
    return isBooked ? 0 : waitMs
  }

  tryConsumeAll(sessionId: string, limits: readonly Limit[]): Promise<Shortage | null> {
    const prefix = `${sessionId} `
    const shortage = this.#limiter.tryConsumeAll(
      limits.map(({ key, rate }) => ({ key: `${prefix}${key}`, rate })),
      this.#clock.now(),
    )
    return Promise.resolve(shortage === null ? null : { ...shortage, key: shortage.key.slice(prefix.length) })
  }

  book(sessionId: string, key: string, rate: Rate, maxWaitMs: number): Promise<Booking> {
    return Promise.resolve(this.#limiter.book(`${sessionId} ${key}`, rate, this.#clock.now(), maxWaitMs))
  }

  note(sessionId: string, key: string): void {
    this.#counts.add(`${sessionId} ${key}`, this.#clock.now())
  }

  lastMinute(sessionId: string, key: string): Promise<number> {
    return Promise.resolve(this.#counts.lastMinute(`${sessionId} ${key}`, this.#clock.now()))
  }

  sweep(): void {
    this.#counts.sweep(this.#clock.now())
    this.#limiter.sweep(this.#clock.now())
  }
}
