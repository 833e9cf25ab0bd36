/** The rules of the filter, each with a setting of its own. */
export const FILTER_RULES = ['word', 'link', 'phone', 'repeat'] as const
export type FilterRule = (typeof FILTER_RULES)[number]
/** The name of a finding. The setting of `link` is that of `contact` too. */
export type FindingRule = FilterRule | 'contact'

/** A part of a text to which a rule applies, and what follows: `start` and `end` in UTF-16 code units of the text as written. */
export interface Finding {
  readonly rule: FindingRule
  readonly effect: 'hold' | 'refuse'
  readonly start: number
  readonly end: number
  /** The part itself, as written. */
  readonly text: string
}

/** Findings of one text: enough to underline, and a bound for a text made of nothing else. */
const MAX_FINDINGS = 16

/** A range of a text, in UTF-16 code units. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** The ranges that lie in none of the others. Linear in both but for the sorting. */
export function outside(ranges: readonly Range[], others: readonly Range[]): Range[] {
  const sorted = [...others].sort((a, b) => a.start - b.start)
  let at = 0
  let reach = 0
  return [...ranges]
    .sort((a, b) => a.start - b.start)
    .filter(({ start, end }) => {
      for (; at < sorted.length && (sorted[at]?.start ?? 0) <= start; at += 1) reach = Math.max(reach, sorted[at]?.end ?? 0)
      return reach < end
    })
}

/** The findings of one rule, in order of the text; ranges that touch become one. */
export function findingsOf({ rule, effect }: Pick<Finding, 'rule' | 'effect'>, text: string, ranges: readonly Range[]): Finding[] {
  const merged: { start: number; end: number }[] = []
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end)
    else merged.push({ start, end })
  }
  return merged.slice(0, MAX_FINDINGS).map(({ start, end }) => ({ rule, effect, start, end, text: text.slice(start, end) }))
}
