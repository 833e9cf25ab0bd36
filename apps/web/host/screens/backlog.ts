import type { ScreenReport, ScreenState } from '@guestwall/protocol'
import type { ScreensMessages } from './messages.ts'

/** How a screen keeps up, in words. `isWell`: everything that came is on it. */
export interface Backlog {
  readonly text: string
  readonly isWell: boolean
}

/** How far behind a screen is, and why nothing enters. `report`: `null` while it says nothing. */
export function backlogOf(report: Pick<ScreenReport, 'waiting' | 'behindMs'> | null, state: ScreenState, t: ScreensMessages): Backlog {
  if (report === null) return { text: t.silent, isWell: false }
  const why = state.frozenAt !== null ? t.frozen : state.pausedAt !== null ? t.paused : null
  const seconds = Math.round(report.behindMs / 1000)
  const words = report.waiting === 0 ? t.caughtUp : t.waiting(report.waiting, seconds === 0 ? null : seconds)
  return { text: why === null ? words : `${why} · ${words}`, isWell: report.waiting === 0 && why === null }
}
