import type { Vote } from '@guestwall/protocol'

/** One option with what it has got. */
export interface TallyRow {
  readonly id: string
  readonly label: string
  readonly count: number
  /** Of those who have voted, 0 to 1: with several choices the parts of all options are more than one. */
  readonly part: number
  /** The part in whole percent. */
  readonly percent: number
  /** Nobody has more, and somebody has less. */
  readonly isLeading: boolean
}

/** Every option in its own place, never sorted; `null` where this reader may not see the counts. */
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

/** A wall screen that may not see the counts gets the number of ballots and no counts. */
function hasCounts({ counts }: NonNullable<Vote['tally']>): boolean {
  return Object.keys(counts).length > 0
}

/** How many have voted, as far as this reader is told. */
export function votersOf({ tally }: Pick<Vote, 'tally'>): number {
  return tally?.ballots ?? 0
}
