import type { ViewBallot } from '@guestwall/client'
import type { Vote } from '@guestwall/protocol'

/** One option with its count. */
export interface TallyRow {
  readonly id: string
  readonly label: string
  readonly count: number
  /** Share of the ballots that chose it, 0 to 1. With several choices a ballot, the shares add up to more than 1. */
  readonly part: number
  /** The share in whole percent. */
  readonly percent: number
  /** No option has more votes, and at least one has fewer. */
  readonly isLeading: boolean
}

/** When hidden results become visible: after the reader's own ballot, after the close, when the host reveals them, or in a moment. */
export type ResultsHint = 'afterVoting' | 'afterClose' | 'host' | 'coming'

/** The results of a vote as this reader may see them. */
export type ResultsView =
  | {
      readonly areVisible: true
      /** One row for each option, in the order of the vote. */
      readonly rows: readonly TallyRow[]
      readonly voters: number
    }
  | {
      readonly areVisible: false
      readonly hint: ResultsHint
      /** The number of ballots, 0 when the server does not send it to this reader. */
      readonly voters: number
    }

/**
 * The one place that decides whether counts are visible. The server decides first: it sends counts only to readers who may see them, and a
 * wall screen that may not receives the number of ballots with an empty record of counts.
 */
export function viewResults(vote: Vote, ballot: ViewBallot | null = null): ResultsView {
  const voters = vote.tally?.ballots ?? 0
  const counts = vote.tally?.counts ?? {}
  if (Object.keys(counts).length === 0) return { areVisible: false, hint: hintOf(vote, ballot), voters }
  return { areVisible: true, rows: rowsOf(vote.options, counts, voters), voters }
}

function rowsOf(options: Vote['options'], counts: Readonly<Record<string, number>>, voters: number): readonly TallyRow[] {
  const numbers = options.map(({ id }) => counts[id] ?? 0)
  const [most, least] = [Math.max(...numbers), Math.min(...numbers)]
  return options.map(({ id, label }, index) => {
    const count = numbers[index] ?? 0
    const part = voters === 0 ? 0 : Math.min(1, count / voters)
    return { id, label, count, part, percent: Math.round(part * 100), isLeading: count === most && most > least }
  })
}

function hintOf(vote: Vote, ballot: ViewBallot | null): ResultsHint {
  const audience = resultsAudience(vote)
  return audience === 'voters' && ballot !== null && ballot.counted !== null ? 'coming' : HINTS[audience]
}

const HINTS: Readonly<Record<ResultsAudience, ResultsHint>> = {
  draft: 'host',
  everyone: 'coming',
  revealed: 'coming',
  voters: 'afterVoting',
  afterClose: 'afterClose',
  never: 'host',
  hidden: 'host',
}

/**
 * Guests who may see the results now. `voters`: those whose ballot is counted. `afterClose`: nobody until the vote closes. `never`: nobody
 * until the host reveals them. `revealed` and `hidden`: the host's decision, which overrides the setting of the vote.
 */
export type ResultsAudience = 'draft' | 'everyone' | 'voters' | 'afterClose' | 'never' | 'revealed' | 'hidden'

/** The readers who may see the results of a vote, by its state, its setting and the host's decision. */
export function resultsAudience({ state, results, revealed }: Pick<Vote, 'state' | 'results' | 'revealed'>): ResultsAudience {
  if (state === 'draft') return 'draft'
  if (revealed !== undefined) return revealed ? 'revealed' : 'hidden'
  switch (results) {
    case 'always':
      return 'everyone'
    case 'afterVoting':
      return state === 'closed' ? 'everyone' : 'voters'
    case 'afterClose':
      return state === 'closed' ? 'everyone' : 'afterClose'
    case 'never':
      return 'never'
    default:
      return results satisfies never
  }
}
