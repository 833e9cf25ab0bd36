import type { ScreenPicture, ScreenReport, ScreenState } from '@guestwall/protocol'
import type { ScreensMessages } from './messages.ts'

/** How a screen keeps up, in words. `isWell`: nothing waits, and nothing holds it. */
export interface Backlog {
  readonly text: string
  readonly isWell: boolean
}

/** The pictures that show no message, whatever comes. */
const BARE: readonly ScreenPicture[] = ['results', 'idle', 'blank']

/** How far behind a screen is, and why nothing enters. `report`: `null` while it says nothing. */
export function backlogOf(
  report: Pick<ScreenReport, 'waiting' | 'behindMs' | 'picture'> | null,
  state: ScreenState,
  t: ScreensMessages,
): Backlog {
  if (report === null) return { text: t.silent, isWell: false }
  const why = state.frozenAt !== null ? t.frozen : state.pausedAt !== null ? t.paused : null
  const seconds = Math.round(report.behindMs / 1000)
  // That none waits does not say that all are in sight: older ones take turns.
  const none = BARE.includes(report.picture) ? t.noMessages : t.noneWaiting
  const words = report.waiting === 0 ? none : t.waiting(report.waiting, seconds === 0 ? null : seconds)
  return { text: why === null ? words : `${why} · ${words}`, isWell: report.waiting === 0 && why === null }
}
