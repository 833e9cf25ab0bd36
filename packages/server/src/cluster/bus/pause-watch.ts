import { type Clock, every } from '../../domain/ports.ts'

/** A process that was suspended for longer may have missed slices. */
const PAUSE_MS = 2_000
const BEAT_MS = 500

/** Notices that this process was suspended: it has received nothing in the meantime, and its unread messages are as old as the pause. */
export class PauseWatch {
  readonly #clock: Clock
  readonly #stopBeating: () => void
  #beatMs: number
  #endMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
    this.#beatMs = clock.now()
    this.#stopBeating = every(clock, BEAT_MS, () => this.#beat())
  }

  /** When the last pause ended, by the clock; minus infinity if there was none. */
  lastEndMs(): number {
    this.#beat()
    return this.#endMs
  }

  stop(): void {
    this.#stopBeating()
  }

  #beat(): void {
    const now = this.#clock.now()
    if (now - this.#beatMs > PAUSE_MS) this.#endMs = now
    this.#beatMs = now
  }
}
