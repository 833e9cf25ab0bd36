import type { Outcome } from '../domain/outcome.ts'
import type { Clock } from '../domain/ports.ts'

/** The store did not answer: asked again after this long. */
const RETRY_MS = 1_000

/**
 * Publishes what a batch of ballots had to leave unpublished, because the vote's tally went out less than a quarter of a second
 * before. One timer a session. What this server does not live to publish, the head check of another finds.
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

  /** Sees to it that the session's tallies are published in so many milliseconds, or sooner. */
  dueIn(sessionId: string, delayMs: number): void {
    const atMs = this.#clock.now() + delayMs
    const waiting = this.#timers.get(sessionId)
    if (this.#isStopped || (waiting !== undefined && waiting.atMs <= atMs)) return
    waiting?.cancel()
    const cancel = this.#clock.setTimer(delayMs, () => {
      this.#timers.delete(sessionId)
      void this.#publish(sessionId).then((outcome) => {
        if (!outcome.ok && outcome.refusal.retryable) this.dueIn(sessionId, RETRY_MS)
      })
    })
    this.#timers.set(sessionId, { atMs, cancel })
  }

  /** For good: what is on its way may still ask, and is not heard. */
  stop(): void {
    this.#isStopped = true
    for (const { cancel } of this.#timers.values()) cancel()
    this.#timers.clear()
  }
}
