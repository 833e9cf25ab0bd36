import type { HostScreen, ScreenPage } from '@guestwall/protocol'

/** A box on a screen, in parts of its width and height. */
export interface PartBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

const WHOLE = 10_000

/** The box of a report: `x y width height` in ten-thousandths. */
export function boxOf(text: string): PartBox {
  const [left = 0, top = 0, width = 0, height = 0] = text.split(' ').map((part) => Number(part) / WHOLE)
  return { left, top, width, height }
}

/** A message on a screen, by its id, and its box. */
export function cardOf(text: string): { readonly id: string; readonly box: PartBox } {
  const at = text.indexOf(' ')
  return { id: text.slice(0, at), box: boxOf(text.slice(at + 1)) }
}

/** The page that a console draws for a screen: of several the one that reported last. */
export function shownPage({ pages }: HostScreen): ScreenPage | null {
  return pages.reduce<ScreenPage | null>((best, page) => (best === null || page.ageMs < best.ageMs ? page : best), null)
}

/** The summary of all screens for a host. */
export interface ScreensSummary {
  /** Screens that report. */
  readonly reporting: number
  /** Screens that were used and do not report. */
  readonly silent: number
  /** How far the one that is furthest behind is, in whole seconds. */
  readonly behindS: number
  /** The slowest delivery, in milliseconds; `null`: none is known. */
  readonly deliveryMs: number | null
}

export function summaryOf(screens: readonly HostScreen[]): ScreensSummary {
  const pages = screens.flatMap((screen) => screen.pages.map(({ report }) => report))
  const deliveries = pages.flatMap(({ deliveryMs }) => deliveryMs ?? [])
  const reporting = screens.filter((screen) => screen.pages.length > 0).length
  return {
    reporting,
    silent: screens.length - reporting,
    behindS: Math.max(0, ...pages.map(({ behindMs }) => Math.round(behindMs / 1000))),
    deliveryMs: deliveries.length === 0 ? null : Math.max(...deliveries),
  }
}
