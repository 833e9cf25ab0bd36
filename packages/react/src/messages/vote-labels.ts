import type { LaterText } from '../components/shared/sending-text.tsx'
import type { ResultsHint } from '../components/vote/results-view.ts'

/** All texts of the vote components on a phone. */
export interface VoteLabels {
  /** Accessible name of the list. */
  readonly title: string
  /** Shown when no vote is open. */
  readonly none: string
  readonly closedTitle: string
  readonly states: { readonly open: string; readonly closed: string }
  /** How many options can be chosen, and whether the choice can be changed. */
  readonly rules: {
    readonly oneChangeable: string
    readonly oneFinal: string
    readonly manyChangeable: (most: number) => string
    readonly manyFinal: (most: number) => string
  }
  /** How many more options may be chosen. For 0 it says how to choose another one. */
  readonly left: (count: number) => string
  readonly cast: string
  readonly castFinal: string
  readonly change: string
  readonly unsent: string
  readonly sending: string
  /** As for messages. */
  readonly later: LaterText
  readonly counted: string
  /** Shown beside the own choice in the results. */
  readonly yours: string
  readonly late: string
  readonly final: string
  readonly again: string
  /** Shown after a refused change: the earlier choice still counts. */
  readonly stillCounted: (choice: string) => string
  readonly dismiss: string
  readonly missed: string
  readonly voters: (count: number) => string
  readonly results: {
    readonly soFar: string
    readonly final: string
    readonly option: string
    readonly count: string
    readonly percent: string
  }
  /** Shown in place of the results. `nobody`: there is no ballot yet. */
  readonly hints: Readonly<Record<ResultsHint | 'nobody', string>>
  readonly news: {
    readonly opened: (question: string) => string
    readonly closed: (question: string) => string
    readonly counted: (choice: string) => string
    readonly results: (question: string) => string
  }
}
