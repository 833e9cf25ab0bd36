import { type Clock, every } from '../domain/ports.ts'

/** A process is asked for a sign this often. */
const BEAT_MS = 1_000
/** Beats without an answer after which a process counts as silent, and those after which it is ended. */
const SILENT_BEATS = 10
const HUNG_BEATS = 30

/**
 * Notices that a process hangs: it is stopped, in an endless loop, or waits for its memory. Time is counted in beats of the watching process, so that a
 * pause of both, as when a laptop sleeps, counts as one.
 */
export class SignWatch {
  readonly #parts: SignWatchParts
  readonly #stopBeating: () => void
  #isAsked = false
  #missed = 0

  constructor(parts: SignWatchParts) {
    this.#parts = parts
    this.#stopBeating = every(parts.clock, BEAT_MS, () => this.#beat())
  }

  /** Whether the process has not answered for ten seconds. */
  get isSilent(): boolean {
    return this.#missed >= SILENT_BEATS
  }

  /** The process answers. */
  readonly onSign = (): void => {
    const wasSilent = this.isSilent
    this.#isAsked = false
    this.#missed = 0
    if (wasSilent) this.#parts.onBack()
  }

  stop(): void {
    this.#stopBeating()
  }

  #beat(): void {
    if (this.#isAsked) this.#missed += 1
    if (this.#missed === SILENT_BEATS) this.#parts.onSilent()
    if (this.#missed === HUNG_BEATS) this.#parts.onHung()
    this.#isAsked = true
    // Again in each beat: a process that is just starting loses what is sent to it before it listens.
    this.#parts.ask()
  }
}

export interface SignWatchParts {
  readonly clock: Clock
  /** Asks the process; `onSign` is to be called with its answer. */
  readonly ask: () => void
  /** The process has not answered for ten seconds. */
  readonly onSilent: () => void
  /** A silent process answers again. */
  readonly onBack: () => void
  /** The process has not answered for thirty seconds: it is to be ended. */
  readonly onHung: () => void
}
