/**
 * A selector that returns its last result again while the snapshot, or an equal selection, is unchanged. `useSyncExternalStore` needs that
 * identity: it renders again, without end, for a selection that is new at each call.
 */
export function keepSelection<Snapshot, Selection>(
  select: (snapshot: Snapshot) => Selection,
  isEqual: (a: Selection, b: Selection) => boolean,
): (snapshot: Snapshot) => Selection {
  let last: { readonly snapshot: Snapshot; readonly selection: Selection } | null = null
  return (snapshot) => {
    if (last?.snapshot === snapshot) return last.selection
    const next = select(snapshot)
    const selection = last !== null && isEqual(last.selection, next) ? last.selection : next
    last = { snapshot, selection }
    return selection
  }
}
