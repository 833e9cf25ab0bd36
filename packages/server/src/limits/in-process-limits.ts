import type { Clock } from '../domain/ports.ts'
import { type Rate, RateLimiter } from '../domain/rate-limit.ts'
import type { Booking, Limits } from './limits.ts'

/** The limits of one process. */
export class InProcessLimits implements Limits {
  readonly #limiter = new RateLimiter()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async take(sessionId: string, key: string, rate: Rate): Promise<number> {
    const { isBooked, waitMs } = await this.book(sessionId, key, rate, 0)
    return isBooked ? 0 : waitMs
  }

  book(sessionId: string, key: string, rate: Rate, maxWaitMs: number): Promise<Booking> {
    return Promise.resolve(this.#limiter.book(`${sessionId} ${key}`, rate, this.#clock.now(), maxWaitMs))
  }

  sweep(): void {
    this.#limiter.sweep(this.#clock.now())
  }
}
