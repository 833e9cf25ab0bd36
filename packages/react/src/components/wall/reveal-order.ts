import type { TallyRow } from '../vote/results-view.ts'

/** From one option to the next. */
const REVEAL_STEP_MS = 250

/** When each option shows its result, in the order of the rows: from the last place to the first, in milliseconds. */
export function revealDelays(rows: readonly TallyRow[]): readonly number[] {
  const order = rows.map((_, at) => at).sort((one, other) => countAt(rows, one) - countAt(rows, other) || other - one)
  return rows.map((_, at) => order.indexOf(at) * REVEAL_STEP_MS)
}

function countAt(rows: readonly TallyRow[], at: number): number {
  return rows[at]?.count ?? 0
}
