import { BEFORE_INTERVAL_MS, encodeFrame, type Places, PLACES_INTERVAL_MS, type ScreenReport } from '@guestwall/protocol'
import type { PageReport } from '../domain/page-report.ts'
import { type Clock, every } from '../domain/ports.ts'
import type { Signal } from '../domain/signal.ts'
import type { ConnectionPool } from './connection-pool.ts'
import type { LiveSession } from './live-session.ts'
import { placesIn, shownIn } from './places.ts'
import type { Reader } from './reader.ts'
import { ShownMessages } from './shown-messages.ts'
import { textFrame } from './text-frame.ts'

/** Everybody who follows is looked at this often, because a screen that dies says nothing. */
const LOOK_MS = 1_000

/** The reports of screens, as far as the lane reads them. */
export interface ReportedScreens {
  /** Every report, of this server's screens and of those that the bus passes on. */
  readonly received: Signal<{ readonly sessionId: string; readonly report: PageReport }>
  /** The newest report of each page that has reported lately. */
  reportsOf(sessionId: string): readonly ScreenReport[]
  /** Whether a screen may be open whose reports do not arrive. */
  mayMiss(sessionId: string): boolean
}

/** The guests of a session who follow where their messages are. */
interface Followers {
  readonly guestIds: Set<string>
  pushedMs: number
  /** The next push that is planned. */
  next: { readonly dueMs: number; readonly cancel: () => void } | null
}

/** The frame that a socket got last. `outline`: without the numbers. */
interface Written {
  readonly text: string
  readonly outline: string
  readonly atMs: number
}

/**
 * Says to guests where their messages are on the screens (SCREEN-6): beside the log, latest wins, and only on a change. A socket that is full
 * gets the newest places once it has drained.
 */
export class PlaceLane {
  readonly #reports: ReportedScreens
  readonly #pool: ConnectionPool
  readonly #clock: Clock
  readonly #shown = new ShownMessages()
  readonly #sessions = new Map<string, Followers>()
  readonly #written = new WeakMap<Reader, Written>()

  constructor({ reports, pool, clock }: { readonly reports: ReportedScreens; readonly pool: ConnectionPool; readonly clock: Clock }) {
    this.#reports = reports
    this.#pool = pool
    this.#clock = clock
    reports.received.on(({ sessionId, report }) => {
      this.#shown.note(sessionId, shownIn(report.report), clock.now())
      this.#schedule(sessionId)
    })
  }

  /** Starts to look for screens that have fallen silent; the returned function stops it. */
  start(): () => void {
    const stop = every(this.#clock, LOOK_MS, () => {
      for (const sessionId of this.#sessions.keys()) this.#schedule(sessionId)
    })
    return () => {
      stop()
      for (const { next } of this.#sessions.values()) next?.cancel()
    }
  }

  /** The places of a guest's messages now. */
  of(session: LiveSession, guestId: string): Places {
    return this.#placesNow(session)(guestId)
  }

  /** As `of`; from now on the sockets of this guest get each change. */
  follow(session: LiveSession, guestId: string): Places {
    const followers = this.#sessions.get(session.id) ?? { guestIds: new Set<string>(), pushedMs: Number.NEGATIVE_INFINITY, next: null }
    followers.guestIds.add(guestId)
    this.#sessions.set(session.id, followers)
    return this.of(session, guestId)
  }

  /** Forgets a session that was deleted. */
  forget(sessionId: string): void {
    this.#shown.forget(sessionId)
    this.#sessions.get(sessionId)?.next?.cancel()
    this.#sessions.delete(sessionId)
  }

  sweep(): void {
    this.#shown.sweep(this.#clock.now())
  }

  #placesNow(session: LiveSession): (guestId: string) => Places {
    const reports = this.#reports.reportsOf(session.id)
    const placeOf = placesIn(reports, (id) => this.#shown.has(session.id, id))
    const screens = reports.length > 0 ? 'open' : this.#reports.mayMiss(session.id) || this.#hasScreen(session.id) ? 'unknown' : 'none'
    return (guestId) => ({ screens, places: session.own.of(guestId).flatMap((message) => placeOf(message) ?? []) })
  }

  /** Whether a screen is connected that does not report. */
  #hasScreen(sessionId: string): boolean {
    for (const { role } of this.#pool.readersOf(sessionId) ?? []) if (role === 'wall') return true
    return false
  }

  /** Pushes at `fromMs`, or as soon after it as the last push allows. */
  #schedule(sessionId: string, fromMs = this.#clock.now()): void {
    const followers = this.#sessions.get(sessionId)
    if (followers === undefined) return
    const now = this.#clock.now()
    const dueMs = Math.max(fromMs, followers.pushedMs + PLACES_INTERVAL_MS)
    if (followers.next !== null && followers.next.dueMs <= dueMs) return
    followers.next?.cancel()
    followers.next = null
    if (dueMs <= now) return this.#push(sessionId, followers)
    const cancel = this.#clock.setTimer(dueMs - now, () => {
      followers.next = null
      this.#push(sessionId, followers)
    })
    followers.next = { dueMs, cancel }
  }

  #push(sessionId: string, followers: Followers): void {
    followers.pushedMs = this.#clock.now()
    const readers = this.#pool.readersOf(sessionId)
    if (readers === undefined) return void this.#sessions.delete(sessionId)
    const placesOf = this.#placesNow(readers.session)
    const here = new Set<string>()
    let laterMs = Number.POSITIVE_INFINITY
    for (const reader of readers) {
      if (reader.role !== 'guest' || !followers.guestIds.has(reader.guestId)) continue
      here.add(reader.guestId)
      laterMs = Math.min(laterMs, this.#write(reader, placesOf(reader.guestId)))
    }
    for (const guestId of followers.guestIds) if (!here.has(guestId)) followers.guestIds.delete(guestId)
    if (laterMs < Number.POSITIVE_INFINITY) this.#schedule(sessionId, laterMs)
  }

  /** Writes what has changed for this socket. Returns when it may be written where it may not be now, because only a number has changed. */
  #write(reader: Reader, places: Places): number {
    const text = encodeFrame({ type: 'places', ...places })
    const last = this.#written.get(reader)
    if (text === last?.text || !reader.isOpen) return Number.POSITIVE_INFINITY
    const atMs = this.#clock.now()
    const outline = [places.screens, ...places.places.map(({ id, state }) => `${id} ${state}`)].join()
    if (outline === last?.outline && atMs < last.atMs + BEFORE_INTERVAL_MS) return last.atMs + BEFORE_INTERVAL_MS
    this.#written.set(reader, { text, outline, atMs })
    reader.socket.write(textFrame(text))
    return Number.POSITIVE_INFINITY
  }
}
