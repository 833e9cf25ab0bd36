import type { ResultsHint } from './vote-view.ts'

/** Every word of the votes on a phone. */
export interface VoteLabels {
  /** Names the list. */
  readonly title: string
  /** No vote is open and none was. */
  readonly none: string
  readonly closedTitle: string
  readonly states: { readonly open: string; readonly closed: string }
  /** How a choice is made, and whether it can be changed. */
  readonly rules: {
    readonly oneChangeable: string
    readonly oneFinal: string
    readonly manyChangeable: (most: number) => string
    readonly manyFinal: (most: number) => string
  }
  /** How many more may be chosen; 0 says how to choose another. */
  readonly left: (count: number) => string
  readonly cast: string
  readonly castFinal: string
  readonly change: string
  readonly unsent: string
  readonly sending: string
  readonly counted: string
  /** Beside one's own choice in the results. */
  readonly yours: string
  readonly late: string
  readonly final: string
  readonly again: string
  /** A refused change leaves the earlier choice counted. */
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
  readonly hints: Readonly<Record<ResultsHint, string>>
  readonly news: {
    readonly opened: (question: string) => string
    readonly closed: (question: string) => string
    readonly counted: (choice: string) => string
    readonly results: (question: string) => string
  }
}
