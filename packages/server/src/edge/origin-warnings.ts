import type { Clock } from '../domain/ports.ts'
import type { Origins } from './origins.ts'

/** The shortest time between two log lines of one cause. */
const INTERVAL_MS = 60_000
/** Headers come from the peer, so the length of a log line is limited. */
const MAX_LENGTH = 500

/** Logs refused pages for the operator and says which variable to set: the pages themselves cannot see the reason. */
export class OriginWarnings {
  readonly #origins: Origins
  readonly #clock: Clock
  readonly #warn: (line: string) => void
  readonly #warnedAt = new Map<string, number>()

  constructor(origins: Origins, clock: Clock, warn: (line: string) => void) {
    this.#origins = origins
    this.#clock = clock
    this.#warn = warn
  }

  /** Logs that a page of this origin was refused. */
  refused(headers: Parameters<Origins['adviceFor']>[0]): void {
    const { cause, advice } = this.#origins.adviceFor(headers)
    const now = this.#clock.now()
    const warnedAt = this.#warnedAt.get(cause)
    if (warnedAt !== undefined && now - warnedAt < INTERVAL_MS) return
    this.#warnedAt.set(cause, now)
    this.#warn(advice.slice(0, MAX_LENGTH))
  }
}
