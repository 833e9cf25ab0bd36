import { byLanguage } from '../shared/catalogs.ts'
import type { Results, VoteState } from '@guestwall/protocol'
import type { ResultsAudience } from '@guestwall/react'
import type { VoteAction } from '@guestwall/client/host'
import type { DraftProblem } from './vote-draft.ts'

export interface VoteDeskMessages {
  readonly none: string
  readonly create: string
  readonly edit: string
  readonly states: Readonly<Record<VoteState, string>>
  readonly ballots: (count: number) => string
  /** Of an open vote: how many have voted, as percent of those who are here. */
  readonly turnout: (percent: number) => string
  readonly hallSees: string
  readonly hall: Readonly<Record<ResultsAudience, string>>
  readonly actions: Readonly<Record<Exclude<VoteAction, 'show' | 'withdraw' | 'remove'>, string>>
  /** Deleting a vote in which nobody has voted, in two steps. */
  readonly removal: { readonly ask: string; readonly confirm: string; readonly keep: string }
  readonly done: Readonly<Record<VoteAction, string>>
  readonly undo: string
  readonly toWall: string
  readonly onWall: string
  readonly offWall: string
  readonly table: {
    readonly caption: string
    readonly option: string
    readonly count: string
    readonly percent: string
    readonly yours: string
  }
  readonly form: {
    readonly titleNew: string
    readonly titleEdit: string
    readonly question: string
    readonly questionExample: string
    readonly options: string
    readonly option: (at: number) => string
    readonly addOption: string
    readonly removeOption: (at: number) => string
    readonly choices: string
    readonly one: string
    readonly many: string
    readonly most: string
    readonly atMost: (count: number) => string
    readonly changes: string
    readonly changeable: string
    readonly final: string
    readonly results: string
    readonly resultsOf: Readonly<Record<Results, string>>
    readonly fixed: string
    readonly save: string
    readonly saveDraft: string
    readonly openNow: string
    readonly cancel: string
    readonly problems: Readonly<Record<DraftProblem, string>>
  }
  readonly voiding: {
    readonly title: string
    readonly hint: string
    readonly from: string
    readonly to: string
    readonly act: string
    readonly done: string
  }
}

/** The words of the hostVotes in one language. */
export const voteDeskMessages = byLanguage(import.meta.glob<VoteDeskMessages>('../messages/*.ts', { eager: true, import: 'hostVotes' }))
