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

/** One row for each option, in the order of the vote; `null` when this reader may not see the counts. */
export function tallyRows({ options, tally }: Pick<Vote, 'options' | 'tally'>): readonly TallyRow[] | null {
  if (tally === null || !hasCounts(tally)) return null
  const countOf = (id: string): number => tally.counts[id] ?? 0
  const counts = options.map(({ id }) => countOf(id))
  const [most, least] = [Math.max(...counts), Math.min(...counts)]
  return options.map(({ id, label }) => {
    const part = tally.ballots === 0 ? 0 : Math.min(1, countOf(id) / tally.ballots)
    return { id, label, count: countOf(id), part, percent: Math.round(part * 100), isLeading: countOf(id) === most && most > least }
  })
}

/** A wall screen that may not see the counts receives the number of ballots and an empty record of counts. */
function hasCounts({ counts }: NonNullable<Vote['tally']>): boolean {
  return Object.keys(counts).length > 0
}

/** The number of ballots, 0 when the server does not send it to this reader. */
export function votersOf({ tally }: Pick<Vote, 'tally'>): number {
  return tally?.ballots ?? 0
}
