import { encodePollEvents, type OnlineGuest, type OnlinePage, type Position, type Refusal, refusal } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { Clock } from '../domain/ports.ts'
import type { LiveSession } from '../feed/live-session.ts'
import type { LiveSessions } from '../feed/live-sessions.ts'
import type { Presence } from '../cluster/presence/presence.ts'
import { ReadsAtOnce } from './reads-at-once.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { Store } from '../log/store.ts'
import { HistoryReader } from './history-reader.ts'
import type { ScreenReports } from './screen-reports.ts'
import type { TextRules } from './text-rules.ts'

/**
 * A poll. `isWhole`: answer with pages of the log, however far behind the position is (SYNC-8). `waitMs`: the longest wait for a new event.
 * `isGone` ends the wait when the client has disconnected.
 */
export interface PollQuery {
  readonly position: Position | null
  readonly isWhole: boolean
  readonly waitMs: number
  readonly isGone: AbortSignal
}

/** Pages of logs that are read from the store at the same time for polls: any client may request old pages (SYNC-8). */
const READS_AT_ONCE = 4
/** Stands in the list of guests for a name that only hosts may read. */
const HIDDEN_NAME = '…'

/** Reads a session's log for polls, long polls and the history. */
export class ReadHandler {
  readonly #live: LiveSessions
  readonly #history: HistoryReader
  readonly #presence: Presence
  readonly #log: SessionLog
  readonly #reports: Pick<ScreenReports, 'notePoll'>
  readonly #rules: Pick<TextRules, 'passesName'>
  readonly #clock: Clock
  readonly #reads = new ReadsAtOnce(READS_AT_ONCE)

  constructor(parts: {
    live: LiveSessions
    log: SessionLog
    store: Store
    presence: Presence
    reports: Pick<ScreenReports, 'notePoll'>
    rules: Pick<TextRules, 'passesName'>
    clock: Clock
  }) {
    this.#reports = parts.reports
    this.#rules = parts.rules
    this.#log = parts.log
    this.#live = parts.live
    this.#history = new HistoryReader(parts.store)
    this.#presence = parts.presence
    this.#clock = parts.clock
  }

  /** Answers a poll with JSON or its bytes, encoded once for all readers. A guest who polls is online (ONLINE-1). */
  poll(actor: Actor, query: PollQuery): Promise<Outcome<string | Buffer<ArrayBuffer>>> {
    return this.#live.with(actor.sessionId, async (session) => {
      if (session === null) return refused(refusal('session_not_found'))
      const gone = this.#refusalOf(session, actor)
      if (gone !== null) return refused(gone)
      this.#noteHere(session, actor)
      await this.#live.reach(session, query.position, actor)
      const most = query.isWhole ? Number.POSITIVE_INFINITY : undefined
      if (!session.canReplay(query.position, most)) return accepted(await this.#snapshot(session, actor))
      const from = query.position.lastEventId
      if (session.head === from && query.waitMs > 0) await this.#advance(session, query.waitMs, query.isGone)
      // A host may have removed the guest or revoked the credential during the wait.
      const goneNow = this.#refusalOf(session, actor)
      if (goneNow !== null) return refused(goneNow)
      // The view is computed after the wait: a guest who voted meanwhile may see more.
      const view = session.viewOf(actor.role, actor.id)
      const slice = session.slice(from, view, actor.id) ?? (await this.#reads.run(() => session.readPage(from, view, actor.id)))
      // A new epoch may have begun while the poll waited.
      if (!session.canReplay(query.position, most)) return accepted(await this.#snapshot(session, actor))
      const online = await this.#presence.count(actor.sessionId)
      return accepted(encodePollEvents(slice, { epoch: session.epoch, hasMore: slice.to < session.head, online: { count: online } }))
    })
  }

  /** Answers a request for older messages with JSON: newest first, strictly before an event. */
  history(sessionId: string, before: number | null, limit: number): Promise<string> {
    return this.#history.page(sessionId, before, limit)
  }

  /**
   * A page of the guests who are here. A name that a host gave stands here too, also where a server that has died left another one (PEOPLE-2). One in
   * which the filter finds something is for hosts and for its guest alone: no host has approved it (MOD-8).
   */
  online({ sessionId, id, role }: Actor, cursor: string | null, limit: number): Promise<OnlinePage> {
    return this.#live.with(sessionId, async (session) => {
      const page = await this.#presence.page(sessionId, cursor, limit)
      if (session === null) return page
      const isHost = role === 'host' || role === 'moderator'
      // After the page: what the log says now goes before what presence has been told.
      const nameOf = (guest: OnlineGuest): string => {
        const name = session.guests.nameOf(guest)
        return isHost || guest.id === id || this.#rules.passesName(session, name) ? name : HIDDEN_NAME
      }
      return { ...page, guests: page.guests.map((guest) => ({ ...guest, name: nameOf(guest) })) }
    })
  }

  #refusalOf(session: LiveSession, actor: Actor): Refusal | null {
    if (session.isDeleted) return refusal('session_not_found')
    return session.isRevoked(actor) ? refusal('unauthorised') : session.guests.refusalOf(actor)
  }

  #noteHere(session: LiveSession, actor: Actor): void {
    if (actor.role === 'wall') this.#reports.notePoll(session.id)
    if (actor.role !== 'guest') return
    this.#presence.touch(actor.sessionId, { id: actor.id, name: session.guests.nameOf(actor) })
    this.#log.noteGuest(actor)
  }

  async #snapshot(session: LiveSession, actor: Actor): Promise<Buffer<ArrayBuffer>> {
    // The session may have changed while the poll waited.
    await session.ensureFresh()
    const online = await this.#presence.count(session.id)
    return session.snapshot(session.viewOf(actor.role, actor.id)).pollAnswer(online)
  }

  /** Resolves when the head moves, when the time is up, or when the client has disconnected. */
  #advance(session: LiveSession, waitMs: number, isGone: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        cancelTimer()
        unsubscribe()
        isGone.removeEventListener('abort', end)
        resolve()
      }
      const cancelTimer = this.#clock.setTimer(waitMs, end)
      const unsubscribe = session.onAdvance(end)
      isGone.addEventListener('abort', end)
      if (isGone.aborted) end()
    })
  }
}
