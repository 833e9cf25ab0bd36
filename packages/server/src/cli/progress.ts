import type { Clock } from '../domain/ports.ts'
import type { Terminal } from './command.ts'

/** Most runs end before this, without output. */
const FIRST_OUTPUT_MS = 2_000
const INTERVAL_MS = 2_000

/** Writes to stderr how far a long command is. A short one writes nothing. */
export class Progress {
  readonly #err: NodeJS.WritableStream
  readonly #clock: Clock
  #quietUntil: number

  constructor({ err, clock }: Pick<Terminal, 'err' | 'clock'>) {
    this.#err = err
    this.#clock = clock
    this.#quietUntil = clock.now() + FIRST_OUTPUT_MS
  }

  at(step: string): void {
    const now = this.#clock.now()
    if (now < this.#quietUntil) return
    this.#quietUntil = now + INTERVAL_MS
    this.#err.write(`… ${step}\n`)
  }
}
