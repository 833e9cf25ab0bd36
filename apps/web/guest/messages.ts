import type { Occasion } from '@guestwall/protocol'
import { byLanguage } from '../shared/catalogs.ts'
export interface GuestMessages {
  readonly codeTitle: string
  readonly codeHint: string
  readonly codeField: string
  readonly codeSubmit: string
  readonly codeMalformed: string
  readonly looking: string
  readonly tryAgain: string
  readonly otherCode: string
  readonly joinAsk: string
  readonly nameField: string
  readonly nameHint: string
  readonly joinSubmit: string
  readonly name_short: string
  readonly name_long: string
  readonly name_invalid: string
  /** `opens`: when it opens, in words; `null`: nobody knows. */
  readonly notStartedJoin: (opens: string | null) => string
  /** Texts that fill the empty field, in the words of a guest. */
  readonly readyWishes: Readonly<Record<Occasion, readonly [string, string, string]>>
  /** The end, until its page is there, and below the whole wall. */
  readonly ended: string
  /** While the name is being taken to the wall. */
  readonly joining: string
  readonly notStarted: (opens: string | null) => string
  readonly paused: string
  readonly wallClosed: string
  readonly opening: string
  readonly here: (count: number) => string
  readonly renameTitle: string
  readonly renameHint: string
  readonly renameSubmit: string
  readonly close: string
  readonly waiting: (count: number) => string
  readonly notDurable: string
  readonly announced: (state: string) => string
  readonly rejoin: string
  readonly continueHere: string
  readonly tabs: string
  readonly tabMessages: string
  readonly tabVotes: string
  /** The votes' tab while some wait for this guest's choice. */
  readonly tabOpenVotes: (count: number) => string
  readonly toVote: string
  readonly receipt: {
    readonly title: string
    readonly purpose: string
    readonly voided: string
    readonly loading: string
    readonly none: string
    readonly copy: string
    readonly copied: string
    readonly notCopied: string
  }
}

/** The words of the guest in one language. */
export const guestMessages = byLanguage(import.meta.glob<GuestMessages>('../messages/*.ts', { eager: true, import: 'guest' }))
