import type { SessionState } from '@guestwall/protocol'
import { type Clock, every } from '../domain/ports.ts'
import type { Store } from './store.ts'

/** A session opens at most so long after its time. */
const CHECK_MS = 1_000
/** Sessions that are opened in one check; the next one opens the others. */
const MAX_AT_ONCE = 100

/**
 * Opens sessions whose time has come (LIFE-4). Every server looks, after a restart too; the log decides under its lock, so that a session opens once. A long
 * rehearsal is erased in several transactions, which is why a session that is not open yet is opened further.
 */
export class ScheduledOpenings {
  readonly #store: Pick<Store, 'readDueOpenings'>
  readonly #open: (sessionId: string) => Promise<SessionState | null>
  readonly #clock: Clock

  /** `open` resolves to the state of the session then; `null`: it was not decided, and the next check tries again. */
  constructor(parts: {
    store: Pick<Store, 'readDueOpenings'>
    open: (sessionId: string) => Promise<SessionState | null>
    clock: Clock
  }) {
    this.#store = parts.store
    this.#open = parts.open
    this.#clock = parts.clock
  }

  /** Starts the checks; the returned function stops them. */
  start(): () => void {
    return every(this.#clock, CHECK_MS, () => this.check().catch(() => {}))
  }

  /** Rejects when the store does not answer. */
  async check(): Promise<void> {
    const now = new Date(this.#clock.wallTime()).toISOString()
    const due = await this.#store.readDueOpenings(now, MAX_AT_ONCE)
    await Promise.all(due.map((sessionId) => this.#openWholly(sessionId)))
  }

  async #openWholly(sessionId: string): Promise<void> {
    let state: SessionState | null
    do state = await this.#open(sessionId)
    while (state === 'rehearsing')
  }
}
