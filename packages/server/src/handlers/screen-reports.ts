import { REPORT_INTERVAL_MS, REPORT_LIFE_MS, type ScreenPage, type ScreenReport } from '@guestwall/protocol'
import type { Bus } from '../cluster/bus/bus.ts'
import type { PageReport } from '../domain/page-report.ts'
import type { Clock } from '../domain/ports.ts'
import { Emitter, type Signal } from '../domain/signal.ts'
import type { ReportedScreens } from '../feed/place-lane.ts'

/** Pages that one link may have open and that are known: the ones that reported last. */
const MAX_PAGES = 16
/** A screen without pages is named for this long. By then its credential has the time of its last use, which is written each minute. */
const SILENT_LIFE_MS = 5 * 60 * 1000
/** A screen that polls is open for this long after its last poll: longer than the longest poll. */
const POLLED_LIFE_MS = 30_000

/** The pages of a screen, in the order of their last report. */
type Pages = Map<string, { readonly report: PageReport['report']; readonly atMs: number }>

interface KnownScreen {
  readonly pages: Pages
  lastMs: number
}

/** A screen that reports, with its pages. */
export interface ReportingScreen {
  readonly id: string
  readonly pages: readonly ScreenPage[]
}

/**
 * The newest report of each page of a screen, in memory alone (SCREEN-4). The bus passes them to the other servers;
 * while it carries nothing, a server knows the screens that are connected to it.
 */
export class ScreenReports implements ReportedScreens {
  readonly #bus: Bus
  readonly #clock: Clock
  readonly #isCutOff: () => boolean
  readonly #received = new Emitter<{ readonly sessionId: string; readonly report: PageReport }>()
  /** When a screen without a socket, which cannot report, polled last: by session. */
  readonly #polledMs = new Map<string, number>()
  /** By session, then by screen. */
  readonly #sessions = new Map<string, Map<string, KnownScreen>>()

  /** `isCutOff`: whether reports of screens at other servers do not arrive now. */
  constructor(bus: Bus, clock: Clock, isCutOff: () => boolean = () => false) {
    this.#bus = bus
    this.#clock = clock
    this.#isCutOff = isCutOff
    bus.onReport((sessionId, report) => this.#keep(sessionId, report))
  }

  /** Takes the report of a screen. Returns 0, or for how long the page has to wait with it. */
  take(sessionId: string, report: PageReport): number {
    const last = this.#sessions.get(sessionId)?.get(report.screenId)?.pages.get(report.page)
    const waitMs = last === undefined ? 0 : last.atMs + REPORT_INTERVAL_MS - this.#clock.now()
    if (waitMs > 0) return waitMs
    this.#bus.publishReport(sessionId, report)
    return 0
  }

  /** The screens of which a page has reported lately; those that have just gone silent have no pages. */
  of(sessionId: string): ReportingScreen[] {
    this.#forget(sessionId)
    const now = this.#clock.now()
    return [...(this.#sessions.get(sessionId) ?? [])].map(([id, { pages }]) => ({
      id,
      pages: [...pages].map(([page, { report, atMs }]) => ({ page, ageMs: now - atMs, report })),
    }))
  }

  get received(): Signal<{ readonly sessionId: string; readonly report: PageReport }> {
    return this.#received
  }

  reportsOf(sessionId: string): ScreenReport[] {
    return this.of(sessionId).flatMap(({ pages }) => pages.map(({ report }) => report))
  }

  /** A screen without a socket reads the session. */
  notePoll(sessionId: string): void {
    this.#polledMs.set(sessionId, this.#clock.now())
  }

  mayMiss(sessionId: string): boolean {
    const polledMs = this.#polledMs.get(sessionId) ?? Number.NEGATIVE_INFINITY
    return this.#isCutOff() || this.#clock.now() - polledMs < POLLED_LIFE_MS
  }

  /** Forgets the pages that are gone. */
  sweep(): void {
    for (const [sessionId, polledMs] of this.#polledMs) if (this.#clock.now() - polledMs >= POLLED_LIFE_MS) this.#polledMs.delete(sessionId)
    for (const sessionId of this.#sessions.keys()) this.#forget(sessionId)
  }

  #keep(sessionId: string, { screenId, page, report }: PageReport): void {
    const screens = this.#sessions.get(sessionId) ?? new Map<string, KnownScreen>()
    const screen = screens.get(screenId) ?? { pages: new Map() as Pages, lastMs: 0 }
    screen.lastMs = this.#clock.now()
    screen.pages.delete(page)
    screen.pages.set(page, { report, atMs: screen.lastMs })
    if (screen.pages.size > MAX_PAGES) screen.pages.delete(screen.pages.keys().next().value as string)
    this.#sessions.set(sessionId, screens.set(screenId, screen))
    this.#received.emit({ sessionId, report: { screenId, page, report } })
  }

  #forget(sessionId: string): void {
    const screens = this.#sessions.get(sessionId)
    const now = this.#clock.now()
    for (const [screenId, { pages, lastMs }] of screens ?? []) {
      for (const [page, { atMs }] of pages) if (atMs <= now - REPORT_LIFE_MS) pages.delete(page)
      if (lastMs <= now - SILENT_LIFE_MS) screens?.delete(screenId)
    }
    if (screens?.size === 0) this.#sessions.delete(sessionId)
  }
}
