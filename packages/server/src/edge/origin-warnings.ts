import type { Clock } from '../domain/ports.ts'
import type { Origins } from './origins.ts'

/** One line for each cause in this time, however many pages are refused. */
const INTERVAL_MS = 60_000
/** Headers are the peer's: a line of the log does not grow with them. */
const MAX_LENGTH = 500

/** Tells the operator of refused pages, with what to set: the pages themselves can only say that they do not connect. */
export class OriginWarnings {
  readonly #origins: Origins
  readonly #clock: Clock
  readonly #warn: (line: string) => void
  readonly #toldAt = new Map<string, number>()

  constructor(origins: Origins, clock: Clock, warn: (line: string) => void) {
    this.#origins = origins
    this.#clock = clock
    this.#warn = warn
  }

  /** A page of this origin was refused. */
  refused(headers: Parameters<Origins['adviceFor']>[0]): void {
    const { cause, advice } = this.#origins.adviceFor(headers)
    const now = this.#clock.now()
    const toldAt = this.#toldAt.get(cause)
    if (toldAt !== undefined && now - toldAt < INTERVAL_MS) return
    this.#toldAt.set(cause, now)
    this.#warn(advice.slice(0, MAX_LENGTH))
  }
}
