import type { SessionState } from '@guestwall/protocol'
import { byLanguage } from '../../shared/catalogs.ts'

export interface FirstMinuteMessages {
  readonly title: string
  readonly hint: string
  /** The title of the steps in a rehearsal. */
  readonly rehearsalTitle: string
  readonly doneTitles: Readonly<Record<SessionState, string>>
  readonly doneHint: string
  readonly toMessages: string
  /** Ends the steps before they are done. */
  readonly skip: string
  /** Beside the QR code. */
  readonly scanOrCode: string
  readonly at: string
  readonly scan: {
    readonly title: string
    readonly hint: string
    readonly joinedAs: (name: string) => string
    readonly done: string
    readonly waiting: string
  }
  readonly screen: {
    readonly title: string
    /** `address`: where to open the wall on another computer. */
    readonly hint: (address: string) => string
    readonly hintDone: string
    readonly open: string
    readonly or: string
    readonly code: string
    readonly pair: string
    readonly done: string
    readonly waiting: string
  }
  readonly message: {
    readonly title: string
    readonly hintApprove: string
    readonly hintPublished: string
    readonly hintClosed: string
    /** A draft, or a pause: with the acts that change it. */
    readonly hintNotOpen: string
    readonly shownOf: (name: string) => string
    readonly done: string
    readonly waiting: string
    /** A message is there and waits for the host. */
    readonly arrived: string
    readonly approve: string
  }
  readonly sameWifi: string
  readonly sameWifiHint: string
  readonly meanwhile: string
  readonly inviteHelper: string
  readonly prepareVote: string
}

/** The words of the first minute in one language. */
export const firstMinuteMessages = byLanguage(
  import.meta.glob<FirstMinuteMessages>('../../messages/*.ts', { eager: true, import: 'firstMinute' }),
)
