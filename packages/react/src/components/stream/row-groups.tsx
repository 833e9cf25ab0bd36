import type { ReactElement } from 'react'
import { shallowEqual } from '../../hooks/shallow-equal.ts'
import { RowGroup, type RowGroupProps } from './row-group.tsx'

/** Rows that come at an end of the list fill a group of this size. */
export const GROUP_ROWS = 32

/**
 * Makes the children of a list from its rows: in groups, each the same element until one of its rows changes. A new row in a list of hundreds is then
 * compared with the rows of its group alone. A row stays in its group, because a row that leaves it would lose its state and the focus.
 */
export function rowGroups(): (rows: readonly ReactElement[]) => readonly ReactElement[] {
  let places: ReadonlyMap<string, number> = new Map()
  let made = new Map<number, ReactElement<RowGroupProps>>()
  return (rows) => {
    places = groupsOf(
      rows.map(({ key }) => String(key)),
      places,
    )
    const groups = new Map<number, ReactElement[]>()
    for (const row of rows) {
      const at = places.get(String(row.key)) ?? 0
      const group = groups.get(at)
      if (group === undefined) groups.set(at, [row])
      else group.push(row)
    }
    made = new Map(
      Array.from(groups, ([at, group]) => {
        const before = made.get(at)
        return [at, before && shallowEqual(before.props.children, group) ? before : <RowGroup key={at}>{group}</RowGroup>]
      }),
    )
    return [...made.values()]
  }
}

/**
 * The group of each row, by its key. `before` is the last answer: a known row keeps its group, unless it has moved past it. A new row joins the group that it stands in;
 * between groups, and at an end of the list, it joins the group before it until that is full.
 */
export function groupsOf(keys: readonly string[], before: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const groupsAhead: (number | undefined)[] = []
  for (let at = keys.length - 1; at >= 0; at -= 1) groupsAhead[at] = before.get(keys[at] ?? '') ?? groupsAhead[at + 1]
  const groups = new Map<string, number>()
  const passed = new Set<number>()
  let free = Math.max(-1, ...before.values())
  let current: number | undefined
  let size = 0
  for (const [at, key] of keys.entries()) {
    const own = before.get(key)
    let group = current
    if (own !== undefined && !passed.has(own)) group = own
    else if (group === undefined || (size >= GROUP_ROWS && groupsAhead[at] !== group)) group = free += 1
    if (group !== current) {
      if (current !== undefined) passed.add(current)
      current = group
      size = 0
    }
    size += 1
    groups.set(key, group)
  }
  return groups
}
