import type { Clock } from '../domain/ports.ts'
import type { Terminal } from './command.ts'

/** Silence until then: most runs are over. */
const FIRST_WORD_MS = 2_000
const INTERVAL_MS = 2_000

/** Tells on stderr how far a long command is; nothing of a short one. */
export class Progress {
  readonly #err: NodeJS.WritableStream
  readonly #clock: Clock
  #quietUntil: number

  constructor({ err, clock }: Pick<Terminal, 'err' | 'clock'>) {
    this.#err = err
    this.#clock = clock
    this.#quietUntil = clock.now() + FIRST_WORD_MS
  }

  at(words: string): void {
    const now = this.#clock.now()
    if (now < this.#quietUntil) return
    this.#quietUntil = now + INTERVAL_MS
    this.#err.write(`… ${words}\n`)
  }
}
