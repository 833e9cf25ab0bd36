import type { LeftSession } from './append-plan.ts'

/** Sessions whose state is remembered: bounds the memory, by more than are written to at one time. */
const REMEMBERED = 1_000
/** Where another server writes too, a wrong guess costs an exchange: so many batches are then not guessed. */
const REST_BATCHES = 16

/** What this server's last batch left of each session: what the next one finds, as long as no other server writes there. */
export class Guesses {
  readonly #left = new Map<string, LeftSession>()
  /** Batches that are not to be guessed yet. */
  readonly #resting = new Map<string, number>()

  note(sessionId: string, left: LeftSession): void {
    this.#left.delete(sessionId)
    this.#left.set(sessionId, left)
    if (this.#left.size <= REMEMBERED) return
    const oldest = this.#left.keys().next().value as string
    this.#left.delete(oldest)
    this.#resting.delete(oldest)
  }

  /** The guess for the next batch, once: a batch whose outcome is not known leaves none. */
  take(sessionId: string): LeftSession | null {
    const resting = this.#resting.get(sessionId) ?? 0
    if (resting > 0) {
      this.#resting.set(sessionId, resting - 1)
      return null
    }
    const left = this.#left.get(sessionId) ?? null
    this.#left.delete(sessionId)
    return left
  }

  wasWrong(sessionId: string): void {
    this.#resting.set(sessionId, REST_BATCHES)
  }
}
