import { type ControlScreensBody, type HostScreens, refusal, type ReportScreen, type ScreenControl } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { Clock, Random } from '../domain/ports.ts'
import type { LiveSessions } from '../feed/live-sessions.ts'
import type { RequestOf } from '../log/decide/command.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { Store } from '../log/store.ts'
import { bodyHash } from './body-hash.ts'
import type { ScreenReports } from './screen-reports.ts'

export interface ScreenControlParts {
  readonly store: Pick<Store, 'listCredentials'>
  readonly live: LiveSessions
  readonly log: SessionLog
  readonly reports: ScreenReports
  readonly clock: Clock
  readonly random: Random
}

/** Controls the screens of a session, takes what they report, and says both to hosts. */
export class ScreenControlHandler {
  readonly #parts: ScreenControlParts

  constructor(parts: ScreenControlParts) {
    this.#parts = parts
  }

  /** Changes one screen or all (SCREEN-2). */
  async control(actor: Actor, { key, screenId, change }: ControlScreensBody): Promise<Outcome<ScreenControl>> {
    const request: RequestOf<'controlScreens'> = { kind: 'controlScreens', screenId: screenId ?? null, change }
    const command = { ...request, actor, key: key ?? this.#parts.random.id(), bodyHash: bodyHash(request) }
    const outcome = await this.#parts.log.append(command)
    if (!outcome.ok) return outcome
    return outcome.value.screens === undefined ? this.read(actor) : accepted(outcome.value.screens)
  }

  /** The states that hosts have set, at the head. */
  read({ sessionId }: Actor): Promise<Outcome<ScreenControl>> {
    return this.#parts.live.with(sessionId, (live) => (live === null ? refused(refusal('session_not_found')) : accepted(live.screens)))
  }

  /** The screens that report, and those that have been used. */
  async list(actor: Actor): Promise<Outcome<HostScreens>> {
    const control = await this.read(actor)
    if (!control.ok) return control
    const { sessionId } = actor
    const known = (await this.#parts.store.listCredentials([sessionId])).map(({ record }) => record)
    const reporting = new Map(this.#parts.reports.of(sessionId).map((screen) => [screen.id, screen]))
    const screens = known
      .filter(({ id, role, revokedAt, lastUsedAt }) => role === 'wall' && revokedAt === null && (lastUsedAt !== null || reporting.has(id)))
      .map(({ id, name }) => ({ id, name, pages: [...(reporting.get(id)?.pages ?? [])] }))
    // A link of an earlier version stands in no list, and has no name.
    const unlisted = [...reporting.values()].filter(({ id }) => known.every((record) => record.id !== id))
    const nameless = unlisted.map(({ id, pages }) => ({ id, name: '', pages: [...pages] }))
    return accepted({ control: control.value, screens: [...screens, ...nameless] })
  }

  /** Takes the report of a screen. The answer says the time of the server. */
  report(
    { sessionId, id: screenId }: Actor,
    { page, report }: Pick<ReportScreen, 'page' | 'report'>,
  ): Outcome<{ readonly wallTimeMs: number }> {
    const retryAfterMs = this.#parts.reports.take(sessionId, { screenId, page, report })
    if (retryAfterMs > 0) return refused(refusal('rate_limited', { retryAfterMs }))
    return accepted({ wallTimeMs: this.#parts.clock.wallTime() })
  }
}
