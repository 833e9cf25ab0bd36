import type { Session } from '@guestwall/protocol'
import { type Clock, every } from '../domain/ports.ts'
import type { Store } from './store.ts'

const CHECK_MS = 10 * 60_000
const DAY_MS = 24 * 60 * 60_000
const PAGE_SESSIONS = 200
/** The last moment that a date can name. */
const LAST_MS = 8_640_000_000_000_000

/** When a session in which nothing has happened since `lastAt` is deleted, in Unix milliseconds. A session may ask for fewer days than the server's. */
export function deletesAtMs(lastAt: string, ownDays: Session['retentionDays'] | null, serverDays: number): number {
  return Math.min(LAST_MS, Date.parse(lastAt) + Math.min(ownDays ?? serverDays, serverDays) * DAY_MS)
}

/**
 * Deletes sessions whose days are over (DEL-3). Every server looks. A session is deleted only while its log ends where it was found: an event in between
 * keeps it, and of several servers one deletes it.
 */
export class Retention {
  readonly #store: Pick<Store, 'readQuietSessions' | 'deleteSession'>
  readonly #days: number
  readonly #clock: Clock
  readonly #onDeleted: (sessionId: string) => void

  constructor(parts: {
    store: Pick<Store, 'readQuietSessions' | 'deleteSession'>
    days: number
    clock: Clock
    onDeleted: (sessionId: string) => void
  }) {
    this.#store = parts.store
    this.#days = parts.days
    this.#clock = parts.clock
    this.#onDeleted = parts.onDeleted
  }

  /** Starts the checks; the returned function stops them. */
  start(): () => void {
    return every(this.#clock, CHECK_MS, () => this.check().catch(() => {}))
  }

  /** Rejects when the store does not answer. */
  async check(): Promise<void> {
    const nowMs = this.#clock.wallTime()
    const before = new Date(nowMs - DAY_MS).toISOString()
    for (let after = ''; ; ) {
      const page = await this.#store.readQuietSessions(before, after, PAGE_SESSIONS)
      for (const { id, head, lastAt, retentionDays } of page) {
        if (deletesAtMs(lastAt, retentionDays, this.#days) > nowMs) continue
        if (await this.#store.deleteSession(id, { head })) this.#onDeleted(id)
      }
      if (page.length < PAGE_SESSIONS) return
      after = page.at(-1)?.id ?? after
    }
  }
}
