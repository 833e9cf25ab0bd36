import type { Outcome } from '../domain/outcome.ts'
import type { Clock } from '../domain/ports.ts'

/** After a failure of the store, the pacer waits this long and tries again. */
const RETRY_MS = 1_000

/**
 * Publishes the tallies that a batch of ballots had to leave, because the vote's last tally is less than a quarter of a second old (VOTE-4). It has
 * one timer a session. If this server ends before the timer, the head check of another server finds the ballots.
 */
export class TallyPacer {
  readonly #clock: Clock
  readonly #publish: (sessionId: string) => Promise<Outcome<unknown>>
  readonly #timers = new Map<string, { readonly atMs: number; cancel(): void }>()
  #isStopped = false

  constructor(clock: Clock, publish: (sessionId: string) => Promise<Outcome<unknown>>) {
    this.#clock = clock
    this.#publish = publish
  }

  /** Has the session's tallies published in so many milliseconds, or sooner. */
  publishIn(sessionId: string, delayMs: number): void {
    const atMs = this.#clock.now() + delayMs
    const waiting = this.#timers.get(sessionId)
    if (this.#isStopped || (waiting !== undefined && waiting.atMs <= atMs)) return
    waiting?.cancel()
    const cancel = this.#clock.setTimer(delayMs, () => {
      this.#timers.delete(sessionId)
      void this.#publish(sessionId).then((outcome) => {
        if (!outcome.ok && outcome.refusal.retryable) this.publishIn(sessionId, RETRY_MS)
      })
    })
    this.#timers.set(sessionId, { atMs, cancel })
  }

  /** Stops for good. A publication that is under way may still ask for another one; it gets none. */
  stop(): void {
    this.#isStopped = true
    for (const { cancel } of this.#timers.values()) cancel()
    this.#timers.clear()
  }
}
