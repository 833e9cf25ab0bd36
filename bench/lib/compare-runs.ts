import { type Figure, measuredText, verdict } from './figures.ts'
import type { RunFile } from './run-file.ts'

/** A figure in two runs. */
export interface Compared {
  readonly row: string
  readonly name: string
  readonly before: string
  readonly after: string
  /** The second over the first; `null` where there are no two numbers. */
  readonly ratio: number | null
  /** What became of its budget: `now pass`, `now SHORT`, or nothing. */
  readonly change: string
}

/** The figures that both runs have, in the order of the second. */
export function compareRuns(before: RunFile, after: RunFile): Compared[] {
  const known = new Map(named(before).map(({ key, figure }) => [key, figure]))
  return named(after).flatMap(({ row, key, figure }) => {
    const earlier = known.get(key)
    return earlier === undefined ? [] : [compared(row, key, earlier, figure)]
  })
}

/** The figures with names that are theirs alone: an indented one belongs to the one above. */
function named({ rows }: RunFile): { row: string; key: string; figure: Figure }[] {
  return rows.flatMap(({ row, figures }) => {
    let above = ''
    return figures.map((figure) => {
      const isPart = figure.name.startsWith(' ')
      if (!isPart) above = figure.name
      return { row, key: `${row}: ${isPart ? `${above}, ${figure.name.trim()}` : figure.name}`, figure }
    })
  })
}

function compared(row: string, key: string, before: Figure, after: Figure): Compared {
  const [was, is] = [verdict(before), verdict(after)]
  return {
    row,
    name: key.slice(row.length + 2),
    before: measuredText(before),
    after: measuredText(after),
    ratio: typeof before.measured === 'number' && typeof after.measured === 'number' ? after.measured / before.measured : null,
    change: was === is || is === '' ? '' : `now ${is}`,
  }
}
