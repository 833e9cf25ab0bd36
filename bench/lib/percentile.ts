/** The value that `part` (0 to 1) of the values do not exceed; 0 where there are none. */
export function percentile(of: readonly number[], part: number): number {
  return [...of].sort((left, right) => left - right)[Math.min(of.length - 1, Math.max(0, Math.ceil(of.length * part) - 1))] ?? 0
}
