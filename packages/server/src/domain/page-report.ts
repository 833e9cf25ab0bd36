import type { ScreenReport } from '@guestwall/protocol'

/** The newest report of one page of a screen. It names messages and has no text of one (SCREEN-4). */
export interface PageReport {
  /** The id of the screen's credential. */
  readonly screenId: string
  readonly page: string
  readonly report: ScreenReport
}
