import type { HeldReason, ModerationSettings } from '@guestwall/protocol'
import type { Limits } from '../cluster/limits/limits.ts'
import type { Actor } from '../domain/actor.ts'
import { joinedAtMs } from '../log/decide/guest-id.ts'
import { NEWCOMERS_REFUSED } from './post-limits.ts'

/** The session as it is now, as far as newcomers matter. */
interface AtNow {
  readonly settings: Pick<ModerationSettings, 'newcomersWait'>
  readonly startedAtMs: number
}

/** Why the first message of a guest waits for a host (MOD-9). The log decides whether it is the first. */
export class Newcomers {
  readonly #limits: Pick<Limits, 'lastMinute'>
  readonly #alarmPerMinute: number

  /** `alarmPerMinute`: more new guests of a session in a minute are unusual; 0: never. */
  constructor(parts: { limits: Pick<Limits, 'lastMinute'>; alarmPerMinute: number }) {
    this.#limits = parts.limits
    this.#alarmPerMinute = parts.alarmPerMinute
  }

  async reasonsFor({ id, sessionId, role }: Actor, { settings: { newcomersWait }, startedAtMs }: AtNow): Promise<readonly HeldReason[]> {
    if (role !== 'guest' || newcomersWait === 'off') return []
    const joinedMs = joinedAtMs(id)
    if (newcomersWait === 'on' && joinedMs !== null && joinedMs > startedAtMs) return [{ rule: 'newcomer' }]
    return (await this.#isFlood(sessionId)) ? [{ rule: 'flood' }] : []
  }

  /** Unusually many guests joined in the last minute, or newcomers wrote more than their rate. */
  async #isFlood(sessionId: string): Promise<boolean> {
    const [joins, refused] = await Promise.all([
      this.#limits.lastMinute(sessionId, 'joins'),
      this.#limits.lastMinute(sessionId, NEWCOMERS_REFUSED),
    ])
    return refused > 0 || (this.#alarmPerMinute > 0 && joins > this.#alarmPerMinute)
  }
}
