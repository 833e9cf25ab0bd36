import { type HostScreens, type Layout, type Session, screenState } from '@guestwall/protocol'
import { shownPage } from './screen-view.ts'

/** The layout that a picker marks: what the hall sees, not only what is set. */
export interface ShownLayout {
  readonly layout: Layout
  /** `layout` is that of the results, which were revealed and stand over this one for a while; `null`: no event. */
  readonly next: Layout | null
}

type Known = Pick<HostScreens, 'screens' | 'control'>

/** The layout of one screen. A page that has not carried out the last change yet says nothing about it: then it is what was set. */
export function shownLayout({ screens, control }: Known, screenId: string, session: Pick<Session, 'layout'>): ShownLayout {
  const layout = screenState(control, screenId).layout ?? session.layout
  const screen = screens.find(({ id }) => id === screenId)
  const report = screen === undefined ? undefined : shownPage(screen)?.report
  const isEvent = report !== undefined && report.version >= control.version && report.picture === 'results' && layout !== 'results'
  return isEvent ? { layout: 'results', next: layout } : { layout, next: null }
}

/** The layout of all screens that report, or that one would have; `null`: they show different ones. */
export function commonLayout(known: Known, session: Pick<Session, 'layout'>): ShownLayout | null {
  const reporting = known.screens.filter(({ pages }) => pages.length > 0)
  const [first, ...others] = reporting.map(({ id }) => shownLayout(known, id, session))
  if (first === undefined) return { layout: known.control.all.layout ?? session.layout, next: null }
  return others.every(({ layout, next }) => layout === first.layout && next === first.next) ? first : null
}

/** The votes whose results are on a screen, as the screens report it; `null`: none reports. */
export function votesOnScreens({ screens }: Pick<HostScreens, 'screens'>): ReadonlySet<string> | null {
  const reports = screens.flatMap((screen) => shownPage(screen)?.report ?? [])
  return reports.length === 0 ? null : new Set(reports.flatMap(({ vote }) => vote ?? []))
}
