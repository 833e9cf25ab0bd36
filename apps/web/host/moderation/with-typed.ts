import type { FilterSettings } from '@guestwall/protocol'
import { LIST_NAMES, type ListName } from './filter-rules.ts'
import { withEntries } from './parse-entries.ts'

/** The text that is typed at each list and not added yet. */
export type TypedEntries = Readonly<Partial<Record<ListName, string>>>

/** The filter with what is typed, as far as it can be added; `null` where that changes nothing. */
export function withTyped(filter: FilterSettings, typed: TypedEntries): FilterSettings | null {
  let next = filter
  for (const name of LIST_NAMES) {
    const known = filter[name] ?? []
    const parsed = withEntries(known, typed[name] ?? '')
    if (parsed.ok && parsed.entries.length > known.length) next = { ...next, [name]: [...parsed.entries] }
  }
  return next === filter ? null : next
}
